/** Installing the page as an app, where the browser offers it. */
import { useSyncExternalStore } from 'react';

interface InstallEvent extends Event { prompt(): Promise<unknown> }

let offered: InstallEvent | null = null;
const listeners = new Set<() => void>();

function offer(event: InstallEvent | null): void {
  offered = event;
  for (const listener of listeners) listener();
}

/** The browser offers it early: called before the page is drawn. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer(event as InstallEvent);
  });
  addEventListener('appinstalled', () => { offer(null); });
}

export const useCanInstall = (): boolean => useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => offered !== null);

export async function install(): Promise<void> {
  const event = offered;
  offer(null);
  await event?.prompt();
}
