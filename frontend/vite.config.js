import { defineConfig } from "vite";
import { licences } from "./licences.js";

// One classic script, because it stands inline in a file that is opened from disk.
export default defineConfig({
  plugins: [licences],
  // Library mode leaves this to the page, and no page defines it.
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    lib: { entry: "src/report/main.js", formats: ["iife"], name: "keiretsuReport", fileName: () => "report.js" },
    outDir: "../src/keiretsu/report/static",
    emptyOutDir: true,
    copyPublicDir: false,
    target: "es2022",
  },
});
