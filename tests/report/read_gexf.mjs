// Reads a GEXF file as Gephi Lite does, and prints what it found in it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [frontend, file] = process.argv.slice(2);
const require = createRequire(`${frontend}/package.json`);
const { parse } = require("graphology-gexf/node");
const graph = parse(require("graphology"), readFileSync(file, "utf8"));
const edges = graph.mapEdges((id, attributes, source, target) => ({ id, source, target, ...attributes }));
console.log(JSON.stringify({ nodes: graph.nodes(), edges }));
