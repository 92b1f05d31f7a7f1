/** What of the queue goes out next. */
import type { LocalDatabase, LiveRow, QueueRow } from '../local/database';
import type { Mutation } from '../api/sync';
import { base64 } from './bytes';
import { dropWaiting, reconcile, settle, tables } from './reconcile';

export const MUTATIONS_MAX = 100;
export const BYTES_MAX = 5_000_000;

/** A live state over this is left out: the others find the text behind it and go on from there. */
const LIVE_MAX = 3_000_000;

export interface Batch { entries: QueueRow[]; mutations: Mutation[] }

/**
 * The next entries in their order, one a record, each with what it says to the server written down in the queue before it goes: whoever sends it again,
 * after a crash or in another tab, sends the same. `held` names records that have to wait.
 */
export function freeze(db: LocalDatabase, held: (id: string) => boolean = () => false): Promise<Batch> {
  return db.transaction('rw', tables(db), async () => {
    const batch: Batch = { entries: [], mutations: [] };
    const seen = new Set<string>();
    const unborn = new Set((await db.queue.filter((entry) => entry.entity === 'space').toArray()).map((entry) => entry.recordId));
    let bytes = 0;
    // Keys alone: what has been frozen may be large.
    for (const seq of await db.queue.orderBy('seq').primaryKeys()) {
      if (batch.entries.length >= MUTATIONS_MAX) break;
      const entry = await db.queue.get(seq);
      if (entry === undefined || entry.entity === 'space' || unborn.has(entry.spaceId) || seen.has(entry.recordId) || held(entry.recordId)) continue;
      seen.add(entry.recordId);
      const payload = (entry.payload as Mutation | null) ?? (await payloadOf(db, entry));
      if (payload === null) continue;
      const size = lengthOf(payload);
      if (bytes > 0 && bytes + size > BYTES_MAX) break;
      bytes += size;
      const frozen = { ...entry, op: payload.op, payload: { ...payload } };
      if (entry.payload === null) await db.queue.put(frozen);
      batch.entries.push(frozen);
      batch.mutations.push(payload);
    }
    return batch;
  });
}

/** What an entry says to the server; null where there is nothing to say now. */
async function payloadOf(db: LocalDatabase, entry: QueueRow): Promise<Mutation | null> {
  const { mutationId, recordId: id, entity } = entry;
  if (entity === 'space') return null;
  if (entry.op === 'delete') return { mutationId, entity, op: 'delete', id, ...(entry.baseEtag == null ? {} : { baseEtag: entry.baseEtag }) };
  const row = await db.documents.get(id);
  if (row === undefined || row.dirty === 0) {
    await db.queue.delete(entry.seq ?? -1);
    return null;
  }
  if (row.conflict === 1) return null;
  const content = (await db.texts.get(id))?.content ?? '';
  if (row.baseEtag === null) {
    return { mutationId, entity, op: 'create', id, spaceId: row.spaceId, data: { title: row.title, content, contentType: row.contentType } };
  }
  const base = await db.bases.get(id);
  const live = await db.live.get(id);
  const theirs = await db.theirs.get(id);
  if (live !== undefined && theirs !== undefined && row.offline === 0) return null;
  const data: Record<string, unknown> = {};
  if (base === undefined || base.title !== row.title) Object.assign(data, { title: row.title }, base === undefined ? {} : { baseTitle: base.title });
  if (base === undefined || base.content !== content) {
    const state = liveOf(live, row.baseEtag);
    // A text that goes without its state is brought into the server's by others, as edits of theirs: the one here must not meet it again.
    if (live !== undefined && state.live === undefined) await db.live.delete(id);
    Object.assign(data, { content }, state);
  }
  if (Object.keys(data).length > 0) return { mutationId, entity, op: 'update', id, baseEtag: row.baseEtag, data };
  // Edited back to what it was.
  if (theirs !== undefined) {
    const mixed = reconcile({ title: row.title, content }, { title: row.title, content }, theirs);
    if (mixed.clean) await settle(db, row, theirs);
  } else {
    await db.documents.update(id, { dirty: 0, offline: 0 });
    await db.bases.delete(id);
  }
  await dropWaiting(db, id);
  return null;
}

function liveOf(live: LiveRow | undefined, baseEtag: string): { live?: { epoch: string; state: string } } {
  if (live === undefined || live.baseEtag !== baseEtag || live.state.length > LIVE_MAX) return {};
  return { live: { epoch: live.epoch, state: base64(live.state) } };
}

/** Bytes on the wire, from above for most texts: a character of a text takes three at most, and what is escaped more. */
function lengthOf(payload: Mutation): number {
  const content = payload.data?.['content'];
  const live = payload.data?.['live'] as { state: string } | undefined;
  return 1_000 + (typeof content === 'string' ? content.length * 2 : 0) + (live?.state.length ?? 0);
}
