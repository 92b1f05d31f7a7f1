/** Conflicts in words, and a merge where the server proposed none. */
import { diff3Merge } from 'node-diff3';
import type { ConflictRow } from '../local/database';

export interface ConflictWords { title: string; short: string; long: string }

export function conflictWords(conflict: Pick<ConflictRow, 'kind' | 'problem'>): ConflictWords {
  switch (conflict.kind) {
    case 'stale': return {
      title: 'Changed in two places.', short: 'Your text and another one were written at the same time.',
      long: 'This document was changed here and somewhere else. Nothing is lost: whichever you keep, the other one stays as a version or as a document of its own.',
    };
    case 'deleted': return {
      title: 'Deleted elsewhere.', short: 'You changed it here after it was moved to the trash somewhere else.',
      long: 'Somebody moved this document to the trash while you were changing it. Your text is still here.',
    };
    case 'rejected': return {
      title: 'Could not be synced.', short: conflict.problem ?? 'The server doesn’t take this change.',
      long: `The server doesn’t take this change. It says: ${conflict.problem ?? 'nothing more.'}`,
    };
    case 'lost': return {
      title: 'No longer shared with you.', short: 'You can’t write in this workspace any more.',
      long: 'Your access to this workspace ended while you had changes that weren’t synced. They are still in this browser.',
    };
  }
}

export interface Proposal { content: string; clean: boolean }

const MINE = '<<<<<<< yours';
const BETWEEN = '=======';
const THEIRS = '>>>>>>> server';

/** A merge by lines, as the server makes it: where both sides changed the same lines both are there, between marks. */
export function proposed(mine: string, base: string, theirs: string): Proposal {
  if (mine === theirs || theirs === base) return { content: mine, clean: true };
  if (mine === base) return { content: theirs, clean: true };
  let clean = true;
  const lines = diff3Merge(mine.split('\n'), base.split('\n'), theirs.split('\n'), { excludeFalseConflicts: true }).flatMap((part) => {
    if (part.ok !== undefined) return part.ok;
    if (part.conflict === undefined) return [];
    clean = false;
    return [MINE, ...part.conflict.a, BETWEEN, ...part.conflict.b, THEIRS];
  });
  return { content: lines.join('\n'), clean };
}

/** Whether a text still has the marks of a merge that somebody has to make. */
export const hasMarks = (text: string): boolean => /^(<{7} yours|>{7} server)$/m.test(text);
