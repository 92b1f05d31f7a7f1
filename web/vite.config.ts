import { defineConfig } from 'vite';

declare const process: { env: Record<string, string | undefined> };

export default defineConfig({
  build: {
    outDir: process.env['HOLDFAST_WEB_OUT'] ?? 'dist',
    emptyOutDir: true,
    // Everything is a file of its own: the server's Content Security Policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
