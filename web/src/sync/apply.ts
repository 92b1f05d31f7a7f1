/** Takes pages of the feed into the local database (docs/formats/change-feed.md). */
import type { Change, FeedPage } from '../api/sync';
import type { Attachment, ContentType, Document, Role } from '../api/types';
import type { AttachmentRow, DocumentRow, LocalDatabase, QueueRow, SpaceRow } from '../local/database';
import { disagree, forget, meet, tables, theirsOf } from './reconcile';

export const CURSOR = 'cursor';

/** Set while a resync is under way: the next last page ends it. */
const RESYNC = 'resync';

type Key = [string, string, string];

/**
 * Applies a page and moves the cursor, in one transaction. False where the cursor isn't any more what the page was asked for with: another tab was
 * faster, and the page is of no use.
 */
export function applyPage(db: LocalDatabase, from: string | null, page: FeedPage, at: string): Promise<boolean> {
  return db.transaction('rw', tables(db), async () => {
    if (((await db.note<string>(CURSOR)) ?? null) !== from) return false;
    await begin(db, page.resync);
    const resync = (await db.note<boolean>(RESYNC)) ?? false;
    let run: Change[] = [];
    for (const change of page.changes) {
      if (change.entity !== 'space' || change.op !== 'delete') { run.push(change); continue; }
      await applyRecords(db, run, resync, at);
      run = [];
      await loseSpaces(db, [change.spaceId], at);
    }
    await applyRecords(db, run, resync, at);
    if (!page.hasMore && resync) await end(db, at);
    await db.keep(CURSOR, page.cursor);
    return true;
  });
}

/** Begins from nothing: the next pull goes without cursor, and what it doesn't name by its end is gone. */
export function startAnew(db: LocalDatabase): Promise<void> {
  return db.transaction('rw', tables(db), async () => {
    await db.meta.delete(CURSOR);
    const unborn = new Set((await db.queue.filter((entry) => entry.entity === 'space').toArray()).map((entry) => entry.recordId));
    const spaces = (await db.spaces.toCollection().primaryKeys()).filter((id) => !unborn.has(id));
    const others = (await db.others.toArray()).map((row) => row.spaceId);
    await db.unnamed.bulkPut(spaces.map((id) => ({ spaceId: id, entity: 'space', id })));
    await begin(db, [...new Set([...spaces, ...others])]);
  });
}

/** Notes all that is held of these spaces as not named yet. */
async function begin(db: LocalDatabase, spaces: readonly string[]): Promise<void> {
  if (spaces.length === 0) return;
  const within = <T>(table: { where(index: string): { anyOf(keys: readonly string[]): { toArray(): PromiseLike<T[]> } } }) => table.where('spaceId').anyOf(spaces).toArray();
  const [documents, members, attachments, others] = await Promise.all([
    within<DocumentRow>(db.documents), within<{ id: string; spaceId: string }>(db.members), within<AttachmentRow>(db.attachments), within<{ id: string; spaceId: string; entity: string }>(db.others)]);
  await db.unnamed.bulkPut([
    ...documents.filter((row) => row.etag !== null).map((row) => ({ spaceId: row.spaceId, entity: 'document', id: row.id })),
    ...members.map((row) => ({ spaceId: row.spaceId, entity: 'member', id: row.id })),
    ...attachments.filter((row) => row.version > 0).map((row) => ({ spaceId: row.spaceId, entity: 'attachment', id: row.id })),
    ...others.map((row) => ({ spaceId: row.spaceId, entity: row.entity, id: row.id })),
  ]);
  await db.keep(RESYNC, true);
}

/** Drops what a resync didn't name. */
async function end(db: LocalDatabase, at: string): Promise<void> {
  const unnamed = await db.unnamed.toArray();
  await loseSpaces(db, unnamed.filter((row) => row.entity === 'space').map((row) => row.id), at);
  const gone = unnamed.filter((row) => row.entity !== 'space').map(({ spaceId, entity, id }): Change => ({ spaceId, entity, id, op: 'delete', etag: null, version: 0, at, data: null }));
  await applyRecords(db, gone, true, at);
  await db.unnamed.clear();
  await db.meta.delete(RESYNC);
}

/** Applies changes among which no space is lost. */
async function applyRecords(db: LocalDatabase, changes: readonly Change[], resync: boolean, at: string): Promise<void> {
  if (changes.length === 0) return;
  // Of a record the last change counts; its place is that of the last one, too.
  const latest = new Map<string, Change>();
  for (const change of changes) {
    const key = `${change.spaceId} ${change.entity} ${change.id}`;
    latest.delete(key);
    latest.set(key, change);
  }
  const all = [...latest.values()];
  if (resync && (await db.unnamed.count()) > 0) await db.unnamed.bulkDelete(all.map(({ spaceId, entity, id }): Key => [spaceId, entity, id]));
  const of = (entity: string): Change[] => all.filter((change) => change.entity === entity);
  await takeSpaces(db, of('space'));
  await takeMembers(db, of('member'));
  await takeDocuments(db, of('document'), resync, at);
  await takeAttachments(db, of('attachment'));
  await takeOthers(db, all.filter((change) => !['space', 'member', 'document', 'attachment'].includes(change.entity)));
}

async function takeSpaces(db: LocalDatabase, changes: readonly Change[]): Promise<void> {
  const rows: SpaceRow[] = [];
  const others: Change[] = [];
  for (const change of changes) {
    const data = change.data as (Omit<SpaceRow, 'version'> & { kind: string }) | null;
    // Spaces of other kinds belong to other consoles.
    if (data === null || data.kind !== 'workspace') others.push(change);
    else rows.push({ id: change.id, name: data.name, role: data.role as Role, aiMode: data.aiMode ?? 'byo', createdAt: data.createdAt, updatedAt: data.updatedAt, version: change.version });
  }
  await db.spaces.bulkPut(rows);
  // What told of the space made it: an answer that got lost needs no second asking.
  if (rows.length > 0) await db.queue.where('recordId').anyOf(rows.map((row) => row.id)).filter((entry) => entry.entity === 'space').delete();
  await takeOthers(db, others);
}

async function takeMembers(db: LocalDatabase, changes: readonly Change[]): Promise<void> {
  await db.members.bulkPut(changes.filter((change) => change.op === 'upsert').map(({ id, spaceId, version, etag, data }) => ({ id, spaceId, version, etag, data })));
  await db.members.bulkDelete(changes.filter((change) => change.op === 'delete').map(({ spaceId, id }): [string, string] => [spaceId, id]));
}

async function takeOthers(db: LocalDatabase, changes: readonly Change[]): Promise<void> {
  await db.others.bulkPut(changes.filter((change) => change.op === 'upsert').map(({ spaceId, entity, id, version, etag }) => ({ spaceId, entity, id, version, etag })));
  await db.others.bulkDelete(changes.filter((change) => change.op === 'delete').map(({ spaceId, entity, id }): Key => [spaceId, entity, id]));
}

async function takeDocuments(db: LocalDatabase, changes: readonly Change[], resync: boolean, at: string): Promise<void> {
  if (changes.length === 0) return;
  const ids = changes.map((change) => change.id);
  const held = new Map((await db.documents.bulkGet(ids)).flatMap((row) => (row === undefined ? [] : [[row.id, row] as const])));
  const queued = new Map<string, QueueRow[]>();
  if ((await db.queue.count()) > 0) {
    for (const entry of await db.queue.where('recordId').anyOf(ids).toArray()) queued.set(entry.recordId, [...(queued.get(entry.recordId) ?? []), entry]);
  }
  const live = new Set(held.size === 0 ? [] : await db.live.where('id').anyOf([...held.keys()]).primaryKeys());
  const fresh: DocumentRow[] = [];
  const texts: { id: string; content: string }[] = [];
  const hidden: Change[] = [];
  const gone: Change[] = [];
  for (const change of changes) {
    const row = held.get(change.id);
    const entries = queued.get(change.id) ?? [];
    if (change.op === 'delete' || change.data === null) { gone.push(change); continue; }
    // What was deleted here stays away until the server has said what becomes of that.
    if (row === undefined && entries.some((entry) => entry.op === 'delete')) { hidden.push(change); continue; }
    if (row !== undefined && !resync && change.version < row.version) continue;
    const data = change.data as Document;
    if (row !== undefined && (row.dirty === 1 || row.conflict === 1)) { await meet(db, row, theirsOf(data, change.version), entries); continue; }
    if (row !== undefined && live.has(row.id) && row.baseEtag !== data.contentEtag) {
      // Its text and its live state are one and move on together (live.ts): until then it stands as made from what it was made from.
      await db.bases.put({ id: row.id, title: row.title, content: (await db.texts.get(row.id))?.content ?? '' });
      const held = { ...row, dirty: 1 as const };
      await db.documents.put(held);
      await meet(db, held, theirsOf(data, change.version), entries);
      continue;
    }
    fresh.push(documentRow(change, data));
    texts.push({ id: change.id, content: data.content });
  }
  await db.documents.bulkPut(fresh);
  await db.texts.bulkPut(texts);
  await db.others.bulkDelete(fresh.map(({ spaceId, id }): Key => [spaceId, 'document', id]));
  await takeOthers(db, hidden);
  await loseDocuments(db, gone, held, at);
}

const documentRow = (change: Change, data: Document): DocumentRow => ({
  id: change.id, spaceId: change.spaceId, title: data.title, contentType: data.contentType as ContentType, createdAt: data.createdAt, updatedAt: data.updatedAt,
  updatedBy: data.updatedBy ?? null, etag: data.contentEtag, version: change.version, size: data.content.length, dirty: 0, baseEtag: data.contentEtag, offline: 0, conflict: 0,
});

async function loseDocuments(db: LocalDatabase, gone: readonly Change[], held: ReadonlyMap<string, DocumentRow>, at: string): Promise<void> {
  if (gone.length === 0) return;
  await takeOthers(db, gone);
  const rows = gone.flatMap(({ id }) => held.get(id) ?? []);
  const kept = await withUnsent(db, rows);
  await forget(db, rows.filter((row) => !kept.has(row.id)).map((row) => row.id));
  for (const row of rows) {
    if (kept.has(row.id)) await disagree(db, row, 'deleted', at);
  }
}

/** Those of the documents of which something is here alone: an edit, or a file. */
async function withUnsent(db: LocalDatabase, rows: readonly DocumentRow[]): Promise<Set<string>> {
  const files = await db.attachments.where('documentId').anyOf(rows.map((row) => row.id)).filter((file) => file.version === 0 && file.state !== 'stored').toArray();
  return new Set([...rows.filter((row) => row.dirty === 1 || row.conflict === 1).map((row) => row.id), ...files.flatMap((file) => file.documentId ?? [])]);
}

async function takeAttachments(db: LocalDatabase, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const deleting = new Set((await db.queue.where('recordId').anyOf(changes.map((change) => change.id)).toArray()).map((entry) => entry.recordId));
  const gone = changes.filter((change) => change.op === 'delete' || change.data === null);
  const hidden = changes.filter((change) => change.data !== null && change.op === 'upsert' && deleting.has(change.id));
  const here = changes.filter((change) => change.data !== null && change.op === 'upsert' && !deleting.has(change.id));
  await db.attachments.bulkPut(here.map((change) => storedAttachment(change.spaceId, change.data as Attachment, change.etag, change.version)));
  await db.attachments.bulkDelete(gone.map((change) => change.id));
  await db.files.bulkDelete(gone.map((change) => change.id));
  await takeOthers(db, [...hidden, ...gone]);
}

export const storedAttachment = (spaceId: string, data: Attachment, etag: string | null, version: number): AttachmentRow => ({
  id: data.id, spaceId, documentId: data.documentId ?? null, fileName: data.fileName, contentType: data.contentType, sizeBytes: data.sizeBytes,
  sha256: data.sha256 ?? null, createdAt: data.createdAt, etag, version, state: 'stored', sent: data.sizeBytes, problem: null,
});

/** Drops spaces that one may not see any longer. What is here alone stays, and the person decides where it goes. */
async function loseSpaces(db: LocalDatabase, ids: readonly string[], at: string): Promise<void> {
  if (ids.length === 0) return;
  const rows = await db.documents.where('spaceId').anyOf(ids).toArray();
  const kept = await withUnsent(db, rows);
  await forget(db, rows.filter((row) => !kept.has(row.id)).map((row) => row.id));
  for (const row of rows) {
    if (kept.has(row.id)) await disagree(db, row, 'lost', at);
  }
  const files = await db.attachments.where('spaceId').anyOf(ids).filter((file) => file.state === 'stored').primaryKeys();
  await db.attachments.bulkDelete(files);
  await db.files.bulkDelete(files);
  await Promise.all([db.members, db.others, db.unnamed].map((table) => table.where('spaceId').anyOf(ids).delete()));
  await db.spaces.bulkDelete([...ids]);
  const lost = new Set(ids);
  await db.queue.filter((entry) => lost.has(entry.spaceId)).delete();
}
