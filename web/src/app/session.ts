/**
 * The session behind an account's local copy. The copy opens at once; whether the server still knows the session is found out beside it, and where
 * it doesn't, work goes on here and the frame says so.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { Problem } from '../api/http';
import * as session from '../api/session';
import { usePerson } from './person';

export type SessionState = 'unknown' | 'held' | 'ended';

let state: SessionState = 'unknown';
let owner: string | null = null;
const listeners = new Set<() => void>();

function become(next: SessionState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

async function find(): Promise<void> {
  try {
    become(session.entered() || (await session.resume()) ? 'held' : 'ended');
  } catch (cause) {
    // Nobody answers, or the server is in trouble: that says nothing about the session.
    if (!(cause instanceof Problem)) throw cause;
  }
}

/** Looks for the session of the account that is here, and again when the connection comes back. */
export function useSessionWatch(): void {
  const { who } = usePerson();
  const id = who === null || who === 'guest' ? null : who.id;
  useEffect(() => {
    if (owner !== id) become('unknown');
    owner = id;
    if (id === null) return;
    void find();
    const again = (): void => { if (state !== 'held') void find(); };
    window.addEventListener('online', again);
    return () => { window.removeEventListener('online', again); };
  }, [id, who]);
}

export const useSessionState = (): SessionState =>
  useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => state);
