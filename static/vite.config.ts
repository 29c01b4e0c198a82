import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { packed } from "./chunks";
import { compressed } from "./compressed";

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

const config = {
  plugins: [react(), apiDocs(), compressed()],
  // The guides of dialers are pages of the documentation, beside this folder.
  server: { port: 5173, strictPort: true, proxy, fs: { allow: [".."] } },
  preview: { port: 5175, strictPort: true, proxy },
  build: {
    target: "es2023",
    chunkSizeWarningLimit: 1000,
    manifest: true,
    rolldownOptions: {
      treeshake: {
        // Ant Design's own parts do nothing when they are loaded, but do not say so.
        moduleSideEffects: [{ test: /\/node_modules\/@rc-component\//, sideEffects: false }],
      },
    },
  },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
} satisfies ViteUserConfig;

export default defineConfig(async ({ command, isPreview }) => {
  if (command !== "build" || isPreview) return config;
  const output = { codeSplitting: await packed(config) };
  const rolldownOptions = { ...config.build.rolldownOptions, output };
  return { ...config, build: { ...config.build, rolldownOptions } };
});
