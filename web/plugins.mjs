/** What Vite must do beyond its own: the service worker with the list of what it keeps, and the built page under the server's headers. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build } from 'vite';

/** Hashed by Vite: their name changes with what is in them. */
const HASHED = /^assets\/.*-[\w-]{8}\.\w+$/;

/** @returns {string[]} */
function files(folder, root = folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name), root) : [relative(root, join(folder, entry.name)).split(sep).join('/')]));
}

/**
 * Builds `src/sw.ts` to `/sw.js` once everything else lies in the folder, and tells it what that is.
 * @returns {import('vite').Plugin}
 */
export function serviceWorker() {
  let out = '';
  return {
    name: 'holdfast-service-worker',
    apply: 'build',
    configResolved(config) { out = config.build.outDir; },
    async closeBundle() {
      const kept = files(out).filter((name) => name !== 'sw.js' && !name.endsWith('.map') && !name.startsWith('.')).sort();
      const manifest = kept.map((name) => ({ url: `/${name}`, revision: HASHED.test(name) ? null : createHash('sha256').update(readFileSync(join(out, name))).digest('hex').slice(0, 16) }));
      await build({
        configFile: false, logLevel: 'warn', publicDir: false, define: { __KEPT__: JSON.stringify(manifest), 'process.env.NODE_ENV': '"production"' },
        build: { outDir: out, emptyOutDir: false, target: 'es2023', lib: { entry: 'src/sw.ts', formats: ['iife'], name: 'holdfast', fileName: () => 'sw.js' } },
      });
    },
  };
}

/**
 * `vite preview` answers the page with the headers that the server would send, so that a violation of its policy shows.
 * @param {string} server
 * @returns {import('vite').Plugin}
 */
export function headersOfServer(server) {
  return {
    name: 'holdfast-headers',
    async configurePreviewServer(preview) {
      const policy = await fetch(server, { method: 'HEAD' }).then((answer) => answer.headers.get('Content-Security-Policy'), () => null);
      preview.middlewares.use((_request, response, next) => {
        if (policy !== null) response.setHeader('Content-Security-Policy', policy);
        response.setHeader('Cache-Control', 'no-cache');
        next();
      });
    },
  };
}
