import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const target = process.env.EARSHOT_API ?? "http://127.0.0.1:8800";
const proxy = { "/api": { target, ws: true } };

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, strictPort: true, proxy },
  preview: { port: 5175, strictPort: true, proxy },
  build: { target: "es2023", chunkSizeWarningLimit: 700 },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
});
