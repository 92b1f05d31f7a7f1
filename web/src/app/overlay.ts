/** Which of the frame's own dialogs is open: the palette, the list of shortcuts, the question before signing out. */
import { useSyncExternalStore } from 'react';

export type Overlay = 'palette' | 'shortcuts' | 'sign-out' | null;

let open: Overlay = null;
const listeners = new Set<() => void>();

export function show(overlay: Overlay): void {
  open = overlay;
  for (const listener of listeners) listener();
}

export const useOverlay = (): Overlay => useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => open);

export const openPalette = (): void => { show('palette'); };
export const openShortcuts = (): void => { show('shortcuts'); };
export const askToSignOut = (): void => { show('sign-out'); };
