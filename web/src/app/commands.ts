/** Everything that can be done by keyboard: pages register their commands while they are shown; the palette (Ctrl/⌘ K) lists them. */
import { useEffect, useSyncExternalStore } from 'react';

export interface Command {
  id: string;
  title: string;
  /** Where it belongs, shown beside it: 'Document', 'Go to', … */
  group: string;
  /** A shortcut such as `mod+s`, `mod+shift+e`, `?`; `mod` is ⌘ on Apple's machines and Ctrl elsewhere. */
  keys?: string;
  run: () => void;
}

let registered: readonly (readonly Command[])[] = [];
const listeners = new Set<() => void>();
const publish = (now: readonly (readonly Command[])[]): void => { registered = now; flat = null; for (const listener of listeners) listener(); };
let flat: Command[] | null = null;

/** Offers commands while the calling component is shown. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    publish([...registered, commands]);
    return () => { publish(registered.filter((entry) => entry !== commands)); };
  }, [commands]);
}

/** All commands that can be given now; of two with the same id the later one. */
export function allCommands(): Command[] {
  flat ??= [...new Map(registered.flat().map((command) => [command.id, command])).values()];
  return flat;
}

export const useAllCommands = (): Command[] =>
  useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, allCommands);

const APPLE = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A shortcut as people read it. */
export const keysText = (keys: string): string =>
  keys.split('+').map((key) => ({ mod: APPLE ? '⌘' : 'Ctrl', shift: APPLE ? '⇧' : 'Shift', alt: APPLE ? '⌥' : 'Alt' })[key] ?? key.toUpperCase()).join(APPLE ? '' : '+');

export function matches(keys: string, event: KeyboardEvent): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const mod = APPLE ? event.metaKey : event.ctrlKey;
  return event.key.toLowerCase() === key && mod === parts.includes('mod') && event.altKey === parts.includes('alt')
    && (event.shiftKey === parts.includes('shift') || key === '?');
}
