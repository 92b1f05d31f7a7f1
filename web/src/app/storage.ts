/** The room that this browser gives, and whether it keeps what it was given. */
import { bytes } from './format';

export interface Room {
  /** True: kept until somebody deletes it. False: the browser may clear it when the disk runs full. Null: it doesn't say. */
  persisted: boolean | null;
  used: number | null;
  quota: number | null;
}

const storage = (): StorageManager | undefined => (navigator as { storage?: StorageManager }).storage;

export async function room(): Promise<Room> {
  const manager = storage();
  const persisted = manager?.persisted === undefined ? null : await manager.persisted().catch(() => null);
  const estimate = manager?.estimate === undefined ? null : await manager.estimate().catch(() => null);
  return { persisted, used: estimate?.usage ?? null, quota: estimate?.quota ?? null };
}

/** Asks the browser to keep what lies here also when its disk runs full. Some ask the person. */
export async function askToKeep(): Promise<Room> {
  await storage()?.persist?.().catch(() => false);
  return room();
}

/** The result of asking, in words. */
export function keepingWords(persisted: boolean | null): string {
  if (persisted === true) return 'This browser has promised to keep them, even when the disk runs full.';
  if (persisted === false) return 'This browser has not promised to keep them: it may clear them when the disk runs full.';
  return 'This browser does not say whether it keeps them when the disk runs full.';
}

export function roomWords({ used, quota }: Room): string {
  if (used === null) return 'This browser does not say how much room is used.';
  return quota === null ? `${bytes(used)} used.` : `${bytes(used)} used of the ${bytes(quota)} that this browser offers.`;
}

const QUOTA = /QuotaExceeded/;

/** Whether a write failed because there is no room left; Dexie and the browsers wrap that in different ways. */
export function outOfRoom(cause: unknown): boolean {
  for (let at: unknown = cause, depth = 0; at !== null && typeof at === 'object' && depth < 5; depth++) {
    const { name, message, inner } = at as { name?: unknown; message?: unknown; inner?: unknown };
    if (QUOTA.test(String(name)) || QUOTA.test(String(message))) return true;
    at = inner ?? ('cause' in at ? at.cause : null);
  }
  return false;
}

let full = false;
const listeners = new Set<() => void>();

export const isFull = (): boolean => full;

export function onFull(listener: () => void): () => void {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
}

/** Says that a write found no room, or that there is room again. Pages call it with what a verb threw; true where it was that. */
export function noteRoom(cause: unknown): boolean {
  const found = outOfRoom(cause);
  if (found !== full) {
    full = found;
    for (const listener of listeners) listener();
  }
  return found;
}

/** Listens for writes that nobody caught. */
export function watchRoom(): void {
  window.addEventListener('unhandledrejection', (event) => { if (outOfRoom(event.reason)) noteRoom(event.reason); });
}
