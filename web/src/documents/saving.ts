/** Where a document stands, in words. */
import type { DocumentRow } from '../local/database';

export function saveWords(row: Pick<DocumentRow, 'dirty' | 'conflict' | 'offline'>, editor: 'saved' | 'unsaved' | 'failed', guest: boolean): string {
  if (editor === 'failed') return 'Not saved yet';
  if (editor === 'unsaved') return 'Saving…';
  if (row.conflict === 1) return 'Saved here · needs your decision';
  if (guest) return 'Saved in this browser';
  return row.dirty === 1 ? 'Saved here · waiting to sync' : 'Synced';
}
