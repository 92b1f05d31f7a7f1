/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

declare const process: { env: Record<string, string | undefined> };

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: process.env['HOLDFAST_WEB_OUT'] ?? 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Everything is a file of its own: the server's Content Security Policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // For work on the page alone: 'npx vite' beside a server that runs on port 8080.
  server: { proxy: Object.fromEntries(['/api', '/openapi.json', '/docs', '/s', '/healthz', '/readyz'].map((path) => [path, 'http://localhost:8080'])) },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
