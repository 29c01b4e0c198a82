import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const target = process.env.EARSHOT_API ?? "http://127.0.0.1:8800";
const proxy = { "/api": { target, ws: true } };

/** The viewer of the API's description comes with the client, so that it works without internet. */
function apiDocs(): Plugin {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: "api-docs",
    apply: "build",
    async generateBundle() {
      for (const file of ["swagger-ui-bundle.js", "swagger-ui.css"])
        this.emitFile({
          type: "asset",
          fileName: `api-docs/${file}`,
          source: await readFile(resolve(`swagger-ui-dist/${file}`)),
        });
    },
  };
}

export default defineConfig({
  plugins: [react(), apiDocs()],
  // The guides of dialers are pages of the documentation, beside this folder.
  server: { port: 5173, strictPort: true, proxy, fs: { allow: [".."] } },
  preview: { port: 5175, strictPort: true, proxy },
  build: { target: "es2023", chunkSizeWarningLimit: 700 },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
});
