/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { headersOfServer, serviceWorker } from './plugins.mjs';

declare const process: { env: Record<string, string | undefined> };

const SERVER = process.env['HOLDFAST_SERVER'] ?? 'http://localhost:8080';
const proxy = Object.fromEntries(['/api', '/openapi.json', '/docs', '/s/', '/healthz', '/readyz'].map((path) => [path, SERVER]));

export default defineConfig({
  plugins: [react(), serviceWorker(), headersOfServer(SERVER)],
  build: {
    outDir: process.env['HOLDFAST_WEB_OUT'] ?? 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Everything is a file of its own: the server's Content Security Policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: '.size.json',
  },
  // For work on the page alone: 'npx vite' beside a server that runs on port 8080; 'npx vite preview' shows what was built, under the server's own headers.
  server: { proxy },
  preview: { proxy },
  test: { environment: 'node', include: ['src/**/*.test.ts'], css: { include: [/tokens\.css/] } },
});
