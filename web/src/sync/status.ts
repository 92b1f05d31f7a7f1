/** What the engine tells the pages: one row of `meta`, so that all tabs see the leader's. */
import type { LocalDatabase } from '../local/database';

export interface SyncStatus {
  /** `off`: guest or signed out. `waiting`: tries again at `nextTryAt`. `stopped`: the session ended; sign in again. */
  phase: 'off' | 'syncing' | 'idle' | 'offline' | 'waiting' | 'stopped';
  /** ISO time of the last complete round. */
  lastAt: string | null;
  nextTryAt: string | null;
  /** What went wrong last, in the server's words. */
  problem: string | null;
  /** During a long first pull: records taken so far. */
  pulled: number;
}

export const NO_STATUS: SyncStatus = { phase: 'off', lastAt: null, nextTryAt: null, problem: null, pulled: 0 };

export const readStatus = async (db: LocalDatabase): Promise<SyncStatus> => (await db.note<SyncStatus>('status')) ?? NO_STATUS;
