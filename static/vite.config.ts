import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const api = process.env.EARSHOT_API ?? "http://127.0.0.1:8800";

export default defineConfig({
  plugins: [react()],
  server: {
    port: 5173,
    strictPort: true,
    proxy: { "/api": { target: api, ws: true } },
  },
  build: { target: "es2023", chunkSizeWarningLimit: 700 },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
});
