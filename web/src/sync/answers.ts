/** Takes what the server answered to queued mutations into the local database. */
import type { PushProblem, PushResult } from '../api/sync';
import type { Document } from '../api/types';
import { uuid } from '../local/ids';
import type { DocumentRow, LocalDatabase, QueueRow, Theirs } from '../local/database';
import { adopt, disagree, dropWaiting, reconcile, settle, type State, tables, theirsOf } from './reconcile';

/** A note that the next pull begins from nothing: something that was given up here is needed again. */
export const REPULL = 'repull';

/**
 * Applies results, in one transaction. An entry that isn't there any more was answered before: an answer that comes twice does nothing the second time.
 * Returns the problem of a mutation that may succeed later, if there is one.
 */
export function applyResults(db: LocalDatabase, results: readonly PushResult[], at: string): Promise<PushProblem | null> {
  return db.transaction('rw', tables(db), async () => {
    let later: PushProblem | null = null;
    for (const result of results) {
      const entry = await db.queue.where('mutationId').equals(result.mutationId).first();
      if (entry === undefined) continue;
      if (result.status === 'applied') await applied(db, entry, result.etag ?? null);
      else if (result.status === 'conflict') await conflicted(db, entry, result, at);
      else if (passing(result.problem)) later = result.problem ?? null;
      else await rejected(db, entry, result, at);
    }
    return later;
  });
}

const passing = (problem: PushProblem | undefined): boolean => problem !== undefined && (problem.status === 401 || problem.status === 429 || problem.status >= 500);

async function applied(db: LocalDatabase, entry: QueueRow, etag: string | null): Promise<void> {
  await db.queue.delete(entry.seq ?? -1);
  if (entry.op === 'delete') return;
  await db.queue.where('recordId').equals(entry.recordId).filter((later) => later.op === 'delete' && later.payload === null).modify({ baseEtag: etag });
  const row = await db.documents.get(entry.recordId);
  if (row === undefined || row.conflict === 1 || etag === null) return;
  const sent = await sentBy(db, entry);
  const local = { title: row.title, content: (await db.texts.get(row.id))?.content ?? '' };
  const theirs = await db.theirs.get(row.id);
  const live = await db.live.get(row.id);
  const data = (entry.payload?.['data'] ?? {}) as { content?: string; live?: { epoch: string } };
  if (live !== undefined && data.live?.epoch === live.epoch) await db.live.update(row.id, { baseEtag: etag });
  // A rename is applied whatever became of the text there: its answer's tag may be that of a text which isn't here yet.
  const now: DocumentRow = { ...row, offline: 0, ...(data.content === undefined ? {} : { baseEtag: etag, etag }) };
  if (theirs !== undefined && theirs.etag !== now.baseEtag && theirs.etag !== row.baseEtag) {
    // The feed was faster than this answer: it tells of what came after.
    await db.bases.put({ id: row.id, ...sent });
    await db.documents.put({ ...now, etag: row.etag });
    if (live === undefined) await adopt(db, now, theirs, reconcile(local, sent, theirs));
    return;
  }
  // What was sent is the content now; if the feed told of another title, that came with it.
  const mixed = reconcile(local, sent, { title: theirs?.title ?? sent.title, content: sent.content });
  await db.theirs.delete(row.id);
  await db.documents.put({ ...now, title: mixed.local.title, dirty: mixed.clean ? 0 : 1 });
  if (mixed.clean) {
    await db.bases.delete(row.id);
    await dropWaiting(db, row.id);
    return;
  }
  await db.bases.put({ id: row.id, ...mixed.base });
  await again(db, entry);
}

/** What the server has after an entry was applied: its base, and over it what was sent. */
async function sentBy(db: LocalDatabase, entry: QueueRow): Promise<State> {
  const data = (entry.payload?.['data'] ?? {}) as { title?: string; content?: string };
  const base = await db.bases.get(entry.recordId);
  return { title: data.title ?? base?.title ?? '', content: data.content ?? base?.content ?? '' };
}

/** What is left to say becomes an entry of its own, if there is none. */
async function again(db: LocalDatabase, entry: QueueRow): Promise<void> {
  const waiting = await db.queue.where('recordId').equals(entry.recordId).filter((other) => other.payload === null && other.op !== 'delete').count();
  if (waiting > 0) return;
  await db.queue.add({ mutationId: uuid(), entity: 'document', op: 'update', recordId: entry.recordId, spaceId: entry.spaceId, payload: null, queuedAt: entry.queuedAt });
}

async function conflicted(db: LocalDatabase, entry: QueueRow, result: PushResult, at: string): Promise<void> {
  await db.queue.delete(entry.seq ?? -1);
  const current = result.current ?? null;
  if (entry.op === 'delete') {
    // Somebody wrote it after it was last seen here: an edit weighs more than a deletion, and it comes back.
    if (current !== null && entry.entity === 'document') await bringBack(db, entry, current);
    return;
  }
  const row = await db.documents.get(entry.recordId);
  if (row === undefined || row.conflict === 1) return;
  if (current === null || current.deleted) { await disagree(db, row, 'deleted', at); return; }
  await differs(db, row, entry, theirsOf(current, row.version), result.merge ?? null, at);
}

/** The server has another state than the entry was made from. */
async function differs(db: LocalDatabase, row: DocumentRow, entry: QueueRow, answered: Theirs, merge: { content: string; clean: boolean } | null, at: string): Promise<void> {
  const local = { title: row.title, content: (await db.texts.get(row.id))?.content ?? '' };
  const base = await db.bases.get(row.id);
  const live = await db.live.get(row.id);
  // An answer that is given a second time may be old; what the feed told isn't, or will be told again.
  const theirs = (await db.theirs.get(row.id)) ?? answered;
  if (live !== undefined && row.offline === 0) {
    // Its states are brought together, and it goes out again (live.ts).
    await db.theirs.put({ ...theirs, id: row.id });
    await again(db, entry);
    return;
  }
  // A live state that the server doesn't know, and edits made without a connection: as ordinary text it goes on.
  if (live !== undefined) await db.live.delete(row.id);
  if (base === undefined && (local.title !== theirs.title || local.content !== theirs.content)) { await disagree(db, row, 'stale', at, { theirs, merge }); return; }
  const mixed = reconcile(local, base ?? local, theirs);
  if (mixed.collides) { await disagree(db, row, 'stale', at, { theirs, merge }); return; }
  await adopt(db, row, theirs, mixed);
  if (!mixed.clean) await again(db, entry);
}

async function bringBack(db: LocalDatabase, entry: QueueRow, current: Document): Promise<void> {
  const other = await db.others.where('id').equals(entry.recordId).filter((row) => row.entity === 'document').first();
  const row: DocumentRow = {
    id: current.id, spaceId: current.workspaceId, title: current.title, contentType: 'text/markdown', createdAt: current.createdAt, updatedAt: current.updatedAt,
    updatedBy: null, etag: null, version: 0, size: 0, dirty: 0, baseEtag: null, offline: 0, conflict: 0,
  };
  await settle(db, row, theirsOf(current, other?.version ?? 0));
  if (other !== undefined) await db.others.delete([other.spaceId, other.entity, other.id]);
}

async function rejected(db: LocalDatabase, entry: QueueRow, result: PushResult, at: string): Promise<void> {
  const problem = result.problem ?? { status: 400, code: 'UNKNOWN' };
  if (problem.code === 'IDEMPOTENCY_MISMATCH') {
    // Another mutation went out under this name: this one goes again under its own.
    await db.queue.update(entry.seq ?? -1, { mutationId: uuid(), payload: null });
    return;
  }
  await db.queue.delete(entry.seq ?? -1);
  if (entry.op === 'delete') {
    if (problem.status !== 404 && problem.code !== 'GONE') await db.keep(REPULL, true);
    return;
  }
  const row = await db.documents.get(entry.recordId);
  if (row === undefined || row.conflict === 1) return;
  if (problem.code === 'ALREADY_EXISTS' && problem.current !== undefined) { await differs(db, row, entry, theirsOf(problem.current, row.version), null, at); return; }
  if (problem.code === 'DELETED' || problem.code === 'GONE' || (problem.status === 404 && entry.op === 'update')) { await disagree(db, row, 'deleted', at); return; }
  const base = await db.bases.get(row.id);
  const theirs = (await db.theirs.get(row.id)) ?? (base === undefined || row.baseEtag === null ? null : {
    title: base.title, content: base.content, contentType: row.contentType, etag: row.baseEtag, version: row.version, updatedAt: row.updatedAt, updatedBy: row.updatedBy });
  await disagree(db, row, 'rejected', at, { theirs, problem: wordsOf(problem) });
}

function wordsOf(problem: PushProblem): string {
  const fields = (problem.errors ?? []).map(({ field, message }) => `${field} ${message}`);
  return [problem.detail ?? problem.title ?? 'The server refuses this change.', ...fields].join(' ');
}
