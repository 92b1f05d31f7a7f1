/** The service worker: keeps the whole page in this browser, and says when a newer one waits. */
import { useSyncExternalStore } from 'react';

let waiting: ServiceWorker | null = null;
let reloading = false;
const listeners = new Set<() => void>();

function offer(worker: ServiceWorker | null): void {
  waiting = worker;
  for (const listener of listeners) listener();
}

/** Work that must be written down before a reload; each answers when it is. */
const flushes = new Set<() => Promise<void>>();

/** Registers what an editor does to keep its last keystrokes; returns how to take it back. */
export function beforeReload(flush: () => Promise<void>): () => void {
  flushes.add(flush);
  return () => { flushes.delete(flush); };
}

async function update(): Promise<void> {
  await Promise.all([...flushes].map((flush) => flush()));
  reloading = true;
  waiting?.postMessage({ type: 'SKIP_WAITING' });
}

const run = (): void => { void update(); };

/** What takes the new version, where one waits. */
export const useUpdate = (): (() => void) | null =>
  useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => (waiting === null ? null : run));

/** Begins when the page has loaded, so that it takes nothing from the first paint. */
export function keepPage(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => { if (reloading) location.reload(); });
  void navigator.serviceWorker.register('/sw.js', { type: 'module' }).then((registration: ServiceWorkerRegistration | undefined) => {
    if (registration === undefined) return;
    // Without a worker in charge this is the first visit: nothing older to give way.
    const look = (worker: ServiceWorker | null): void => {
      if (worker === null) return;
      const ready = (): void => { if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) offer(worker); };
      ready();
      worker.addEventListener('statechange', ready);
    };
    look(registration.waiting);
    registration.addEventListener('updatefound', () => { look(registration.installing); });
    // A page that stays open for days asks now and then, when somebody comes back to it.
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') void registration.update().catch(() => undefined); });
  }, () => undefined);
}
