/// <reference lib="webworker" />
/**
 * Keeps the whole page in this browser: after the first visit it opens without a network. It touches the page's own files and nothing else: what is
 * asked of the server's routes, of share links or of other places goes its way.
 */
import { cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching';

declare const self: ServiceWorkerGlobalScope;
declare const __KEPT__: { url: string; revision: string | null }[];

const PAGE = '/index.html';
/** Addresses that are the server's. */
const SERVERS = /^\/(api|s|docs|\.well-known)(\/|$)|^\/(openapi\.json|healthz|readyz|metrics)$/;
const KEPT = new Set(__KEPT__.map(({ url }) => url));
/** How long the server is waited for before the kept page is shown. */
const HEADERS_WAIT_MS = 250;

precache(__KEPT__);
cleanupOutdatedCaches();

self.addEventListener('activate', (event) => { event.waitUntil(self.clients.claim()); });

// A newer worker waits until the person agrees: the page says when that is.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || SERVERS.test(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(page());
  else if (KEPT.has(pathname)) event.respondWith(matchPrecache(pathname).then((kept) => kept ?? fetch(request)));
});

/**
 * The kept page under the server's headers of today, where it answers at once: its Content Security Policy names the place of attachments, which a
 * restart may change. A server that has another page already gives nothing here: that page comes with its own worker, when the person agrees.
 */
async function page(): Promise<Response> {
  const kept = await matchPrecache(PAGE);
  if (kept === undefined) return fetch(PAGE);
  const waited = new Promise<null>((resolve) => { setTimeout(() => { resolve(null); }, HEADERS_WAIT_MS); });
  const fresh = await Promise.race([waited, fetch(PAGE, { cache: 'no-store' }).catch(() => null)]);
  const body = await kept.clone().text();
  if (fresh === null || !fresh.ok || fresh.redirected || (await fresh.clone().text()) !== body) return kept;
  return new Response(body, { status: 200, headers: fresh.headers });
}
