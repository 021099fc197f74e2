import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const FILE = "THIRD-PARTY-LICENSES.txt";
const HEADING = "What is bundled here is not ours. Each package, and the terms that it is under:";
const MODULES = "/node_modules/";
const RULE = "=".repeat(100);

/** Return the terms of packages, by the folders that they are in, as one text. */
export function terms(folders) {
  return [HEADING, ...[...folders].sort().map(ofPackage)].join(`\n\n${RULE}\n`) + "\n";
}

/** Lay the terms of what a bundle holds beside it: of packages whose code is in it, and of no other. */
export const licences = {
  name: "licences",
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((chunk) => Object.entries(chunk.modules ?? {}));
    const used = modules.filter(([, module]) => module.renderedLength > 0).map(([id]) => folderOf(id));
    this.emitFile({ type: "asset", fileName: FILE, source: terms(new Set(used.filter(Boolean))) });
  },
};

/** Return the folder of the package that a module is from; nothing where it is ours. */
function folderOf(id) {
  const at = id.lastIndexOf(MODULES);
  if (at < 0) return undefined;
  const name = /^(@[^/]+\/)?[^/]+/.exec(id.slice(at + MODULES.length))[0];
  return id.slice(0, at) + MODULES + name;
}

function ofPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = files(folder).filter((file) => /^(licen[cs]es?|notice)\b/i.test(file));
  if (!texts.length) throw new Error(`${name} has no licence text: look its terms up before bundling it`);
  const read = (file) => readFileSync(join(folder, file), "utf8").trim();
  return [`${name} ${version} (${license})`, ...texts.map(read)].join("\n\n");
}

/** Return the files of a folder and of the folders in it, one below the other. */
function files(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const inside = (entry) => readdirSync(join(folder, entry.name)).map((file) => `${entry.name}/${file}`);
  return entries.flatMap((entry) => (entry.isDirectory() ? inside(entry) : [entry.name])).sort();
}
