/** What the sync engine is doing, and what waits for it, in words. */
import { useLiveQuery } from 'dexie-react-hooks';
import type { LocalDatabase } from '../local/database';
import { NO_STATUS, readStatus, type SyncStatus } from '../sync/status';
import { usePerson } from './person';
import { type SessionState, useSessionState } from './session';

export interface Waiting {
  status: SyncStatus;
  changes: number;
  conflicts: number;
  /** Files that lie here alone. */
  files: number;
  failedFiles: number;
}

const NOTHING: Waiting = { status: NO_STATUS, changes: 0, conflicts: 0, files: 0, failedFiles: 0 };

export async function readWaiting(db: LocalDatabase): Promise<Waiting> {
  const [status, changes, conflicts, files, failedFiles] = await Promise.all([
    readStatus(db), db.queue.count(), db.conflicts.count(),
    db.attachments.where('state').anyOf('local', 'uploading').count(), db.attachments.where('state').equals('failed').count(),
  ]);
  return { status, changes, conflicts, files, failedFiles };
}

export type Mood = 'good' | 'busy' | 'waiting' | 'offline' | 'decide' | 'signed-out';

const counted = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count.toLocaleString()} ${many}`);

/** The one line that the bar shows. */
export function summary({ status, changes, conflicts, files, failedFiles }: Waiting, session: SessionState, online: boolean): { mood: Mood; text: string } {
  const wait = changes + files;
  if (status.phase === 'stopped' || session === 'ended') return { mood: 'signed-out', text: 'Signed out: sign in to go on syncing' };
  if (conflicts > 0) return { mood: 'decide', text: `${counted(conflicts, 'document needs', 'documents need')} a decision` };
  if (failedFiles > 0) return { mood: 'decide', text: `${counted(failedFiles, 'file', 'files')} could not be backed up` };
  if (status.phase === 'offline' || !online) {
    return { mood: 'offline', text: wait === 0 ? 'Offline' : `${counted(wait, 'change waits', 'changes wait')} — offline` };
  }
  if (status.phase === 'waiting') return { mood: 'waiting', text: wait === 0 ? 'Waiting for the server' : `${counted(wait, 'change waits', 'changes wait')}` };
  if (changes > 0) return { mood: 'busy', text: 'Saving…' };
  if (files > 0) return { mood: 'busy', text: `${counted(files, 'file', 'files')} to back up` };
  if (status.phase === 'syncing' && status.lastAt === null) return { mood: 'busy', text: status.pulled > 0 ? `Fetching… ${status.pulled.toLocaleString()}` : 'Fetching…' };
  return status.phase === 'off' && status.lastAt === null ? { mood: 'busy', text: 'Starting…' } : { mood: 'good', text: 'All saved' };
}

export function useWaiting(): Waiting & { session: SessionState } {
  const { db } = usePerson();
  const session = useSessionState();
  return { ...(useLiveQuery(() => readWaiting(db), [db]) ?? NOTHING), session };
}
