/** What becomes of a document that was edited here when the server tells of another state of it: field by field, so that a rename and an edit never collide. */
import type { BaseRow, DocumentRow, LocalDatabase, QueueRow, Theirs } from '../local/database';
import type { ContentType, Document } from '../api/types';

export interface State { title: string; content: string }

export interface Reconciled {
  local: State;
  base: State;
  /** Whether the base's content is the server's now. */
  contentMoved: boolean;
  /** Both sides changed the same field, to different things. */
  collides: boolean;
  /** Nothing is left that the server doesn't have. */
  clean: boolean;
}

/** Takes what only the server changed; keeps what only this side changed; says where both did. */
export function reconcile(local: State, base: State, theirs: State): Reconciled {
  const content = field(local.content, base.content, theirs.content);
  const title = field(local.title, base.title, theirs.title);
  const now = { title: title.local, content: content.local };
  return {
    local: now,
    base: { title: title.base, content: content.base },
    contentMoved: !content.collides,
    collides: content.collides || title.collides,
    clean: now.title === theirs.title && now.content === theirs.content,
  };
}

function field(local: string, base: string, theirs: string): { local: string; base: string; collides: boolean } {
  if (theirs === base || local === theirs) return { local, base: theirs, collides: false };
  if (local === base) return { local: theirs, base: theirs, collides: false };
  return { local, base, collides: true };
}

export const theirsOf = (data: Document, version: number): Theirs => ({
  title: data.title, content: data.content, contentType: data.contentType as ContentType, etag: data.contentEtag, version,
  updatedAt: data.updatedAt, updatedBy: data.updatedBy ?? null,
});

/** The tables that the verbs on documents below touch; a transaction over them must be open. */
export const tables = (db: LocalDatabase) => [
  db.spaces, db.members, db.documents, db.texts, db.bases, db.theirs, db.conflicts, db.live, db.queue, db.attachments, db.files, db.meta, db.others, db.unnamed];

/** Makes the local document what the server has. */
export async function settle(db: LocalDatabase, row: DocumentRow, theirs: Theirs): Promise<void> {
  await replaceText(db, row.id, theirs.content);
  await db.documents.put({
    ...row, title: theirs.title, contentType: theirs.contentType, etag: theirs.etag, version: theirs.version, baseEtag: theirs.etag,
    updatedAt: theirs.updatedAt, updatedBy: theirs.updatedBy, size: theirs.content.length, dirty: 0, offline: 0, conflict: 0,
  });
  await Promise.all([db.bases.delete(row.id), db.theirs.delete(row.id), db.conflicts.delete(row.id)]);
}

/** Writes a text as a whole; a live state, whose text is another then, goes. */
async function replaceText(db: LocalDatabase, id: string, content: string): Promise<void> {
  if ((await db.texts.get(id))?.content === content) return;
  await db.texts.put({ id, content });
  await db.live.delete(id);
}

/**
 * Holds an edited document against what the server has. `frozen`: an entry of it is on its way; then nothing moves before that is answered. A document
 * that is edited live is brought together by its states (live.ts), unless the edit was made without a connection.
 */
export async function meet(db: LocalDatabase, row: DocumentRow, theirs: Theirs, queued: readonly QueueRow[]): Promise<void> {
  const told = { etag: theirs.etag, version: theirs.version };
  const base = await db.bases.get(row.id);
  const content = (await db.texts.get(row.id))?.content ?? '';
  if (row.conflict === 1) {
    await db.documents.update(row.id, told);
    const conflict = await db.conflicts.get(row.id);
    if (conflict !== undefined) await refreshed(db, row, conflict.kind, theirs, { title: row.title, content });
    return;
  }
  if (base === undefined) return firstMet(db, row, theirs, { title: row.title, content }, queued);
  const live = await db.live.get(row.id);
  const frozen = queued.some((entry) => entry.payload !== null);
  if (theirs.etag === row.baseEtag && theirs.title === base.title) {
    await db.documents.update(row.id, { ...told, updatedBy: theirs.updatedBy });
    await db.theirs.delete(row.id);
    return;
  }
  const mixed = reconcile({ title: row.title, content }, base, theirs);
  if (frozen || (live !== undefined && theirs.etag !== row.baseEtag)) {
    await db.theirs.put({ id: row.id, ...theirs });
    await db.documents.update(row.id, told);
    return;
  }
  await adopt(db, row, theirs, mixed);
}

/** Writes what `reconcile` found. */
export async function adopt(db: LocalDatabase, row: DocumentRow, theirs: Theirs, mixed: Reconciled): Promise<void> {
  if (mixed.clean) {
    await settle(db, row, theirs);
    await dropWaiting(db, row.id);
    return;
  }
  if (mixed.collides) await db.theirs.put({ id: row.id, ...theirs });
  else await db.theirs.delete(row.id);
  await replaceText(db, row.id, mixed.local.content);
  await db.bases.put({ id: row.id, ...mixed.base });
  await db.documents.put({
    ...row, title: mixed.local.title, size: mixed.local.content.length, etag: theirs.etag, version: theirs.version, dirty: 1,
    baseEtag: mixed.contentMoved ? theirs.etag : row.baseEtag,
  });
}

/** The server has a document that this side is about to create: an answer that got lost, or the same document carried from another browser. */
async function firstMet(db: LocalDatabase, row: DocumentRow, theirs: Theirs, local: State, queued: readonly QueueRow[]): Promise<void> {
  if (local.title === theirs.title && local.content === theirs.content) {
    await settle(db, row, theirs);
    await db.queue.bulkDelete(queued.map((entry) => entry.seq ?? -1));
    return;
  }
  await db.theirs.put({ id: row.id, ...theirs });
  await db.documents.update(row.id, { etag: theirs.etag, version: theirs.version });
}

/** A conflict that is open while the server's side of it moves on. */
async function refreshed(db: LocalDatabase, row: DocumentRow, kind: string, theirs: Theirs, local: State): Promise<void> {
  if (local.title === theirs.title && local.content === theirs.content) {
    await settle(db, row, theirs);
    return;
  }
  const before = await db.conflicts.get(row.id);
  const same = before?.theirs?.content === theirs.content;
  await db.conflicts.update(row.id, { theirs, ...(same ? {} : { merge: null }), ...(kind === 'deleted' ? { kind: 'stale' as const } : {}) });
}

export const baseOf = (id: string, data: State): BaseRow => ({ id, title: data.title, content: data.content });

/** Drops what waits and wasn't sent. */
export async function dropWaiting(db: LocalDatabase, id: string): Promise<void> {
  await db.queue.where('recordId').equals(id).filter((entry) => entry.payload === null && entry.op !== 'delete').delete();
}

/** Drops all that is here of a document. */
export async function forget(db: LocalDatabase, ids: readonly string[]): Promise<void> {
  const keys = [...ids];
  await Promise.all([db.documents, db.texts, db.bases, db.theirs, db.conflicts, db.live].map((table) => (table as typeof db.texts).bulkDelete(keys)));
  const files = await db.attachments.where('documentId').anyOf(keys).primaryKeys();
  await db.attachments.bulkDelete(files);
  await db.files.bulkDelete(files);
}

/** Asks the person: the text stays where it is, and nothing more of it is sent. */
export async function disagree(
  db: LocalDatabase, row: DocumentRow, kind: 'stale' | 'deleted' | 'rejected' | 'lost', at: string,
  about: { theirs?: Theirs | null; merge?: { content: string; clean: boolean } | null; problem?: string | null } = {},
): Promise<void> {
  const theirs = about.theirs ?? null;
  await db.conflicts.put({ id: row.id, kind, at, theirs, merge: about.merge ?? null, problem: about.problem ?? null });
  await db.documents.put({ ...row, conflict: 1, ...(kind === 'deleted' || kind === 'lost' ? { etag: null, version: 0 } : theirs === null ? {} : { etag: theirs.etag }) });
  await db.queue.where('recordId').equals(row.id).filter((entry) => entry.op !== 'delete').delete();
  await Promise.all([db.theirs.delete(row.id), db.live.delete(row.id)]);
}
