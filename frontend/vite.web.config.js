import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { defineConfig } from "vite";
import { FILE, licences, terms } from "./licences.js";

const SWAGGER = ["swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "swagger-ui.css"];
const PLACE = "../src/keiretsu/api/static";

/** The page of the interface is Swagger UI as it is published, served from here. */
const copySwagger = {
  name: "copy-swagger",
  closeBundle() {
    mkdirSync(PLACE, { recursive: true });
    for (const file of SWAGGER) copyFileSync(`node_modules/swagger-ui-dist/${file}`, `${PLACE}/${file}`);
    writeFileSync(`${PLACE}/${FILE}`, terms(["node_modules/swagger-ui-dist"]));
  },
};

// The workbench: one module, which loads the charts where a page has some.
export default defineConfig({
  plugins: [copySwagger, licences],
  build: {
    lib: { entry: "src/web/main.js", formats: ["es"], fileName: () => "workbench.js" },
    rollupOptions: { output: { chunkFileNames: "[name]-[hash].js" } },
    outDir: "../src/keiretsu/web/static",
    emptyOutDir: true,
    copyPublicDir: false,
    target: "es2022",
  },
  base: "/static/",
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
});
