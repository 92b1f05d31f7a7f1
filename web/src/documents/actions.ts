/** Verbs of the pages that are more than one write: with a way back, and over many documents at once. */
import type { AttachmentRow, BaseRow, ConflictRow, DocumentRow, FileRow, LocalDatabase, QueueRow, Theirs } from '../local/database';
import type { WorkspaceService } from './WorkspaceService';
import { Problem } from '../api/http';
import { untrash } from '../api/documents';
import { freeTitle, joined, nameOf } from './paths';

/** A document as it was before it was put into the trash. */
export interface Kept {
  row: DocumentRow;
  content: string;
  base: BaseRow | undefined;
  theirs: (Theirs & { id: string }) | undefined;
  conflict: ConflictRow | undefined;
  queue: QueueRow[];
  attachments: AttachmentRow[];
  files: FileRow[];
}

export async function removeAll(db: LocalDatabase, service: WorkspaceService, ids: readonly string[]): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const id of ids) {
    const row = await db.documents.get(id);
    if (row === undefined) continue;
    const attachments = await db.attachments.where('documentId').equals(id).toArray();
    kept.push({
      row, attachments, content: (await db.texts.get(id))?.content ?? '', base: await db.bases.get(id), theirs: await db.theirs.get(id), conflict: await db.conflicts.get(id),
      queue: await db.queue.where('recordId').equals(id).filter((entry) => entry.payload === null).toArray(),
      files: (await db.files.bulkGet(attachments.map((file) => file.id))).filter((file) => file !== undefined),
    });
    await service.remove(id);
  }
  return kept;
}

/**
 * Takes documents out of the trash again. Where the server hasn't heard of it, everything is put back as it was; else the server is asked.
 */
export async function bringBack(db: LocalDatabase, service: WorkspaceService, kept: readonly Kept[]): Promise<void> {
  for (const one of kept) {
    const { row } = one;
    const putBack = await db.transaction('rw', db.tables, async () => {
      const orders = await db.queue.where('recordId').equals(row.id).filter((entry) => entry.op === 'delete').toArray();
      const known = row.etag !== null && !db.guest;
      if (orders.some((order) => order.payload !== null) || (known && orders.length === 0)) return false;
      await db.queue.bulkDelete(orders.flatMap((order) => (order.seq === undefined ? [] : [order.seq])));
      // It counts as shown again, no longer as what the server has besides.
      await db.others.where('id').equals(row.id).delete();
      await db.documents.put(row);
      await db.texts.put({ id: row.id, content: one.content });
      if (one.base !== undefined) await db.bases.put(one.base);
      if (one.theirs !== undefined) await db.theirs.put(one.theirs);
      if (one.conflict !== undefined) await db.conflicts.put(one.conflict);
      await db.queue.bulkPut(one.queue);
      await db.attachments.bulkPut(one.attachments);
      await db.files.bulkPut(one.files);
      return true;
    });
    if (!putBack) await fromServer(db, service, one);
  }
}

async function fromServer(db: LocalDatabase, service: WorkspaceService, one: Kept): Promise<void> {
  await untrash(one.row.id).catch((cause: unknown) => {
    // It isn't in the trash any more: somebody else was faster.
    if (!(cause instanceof Problem) || cause.passing) throw cause;
  });
  if (one.row.dirty === 0) return;
  // What had not been sent goes on as a document of its own beside it: it may rest on something older.
  const taken = new Set(await titlesIn(db, one.row.spaceId));
  await service.createDocument({ spaceId: one.row.spaceId, title: freeTitle(one.row.title, taken), content: one.content, contentType: one.row.contentType });
}

export const titlesIn = async (db: LocalDatabase, spaceId: string): Promise<string[]> => (await db.documents.where('spaceId').equals(spaceId).toArray()).map((row) => row.title);

export interface Moved { id: string; from: string }

/** Moves documents into a folder; of two that would have the same title the later one gets a number. */
export async function moveAll(db: LocalDatabase, service: WorkspaceService, ids: readonly string[], folder: string): Promise<Moved[]> {
  const moved: Moved[] = [];
  const first = ids[0] === undefined ? undefined : await db.documents.get(ids[0]);
  if (first === undefined) return moved;
  const taken = new Set(await titlesIn(db, first.spaceId));
  for (const id of ids) {
    const row = await db.documents.get(id);
    if (row === undefined || joined(folder, nameOf(row.title)) === row.title) continue;
    const title = freeTitle(joined(folder, nameOf(row.title)), taken);
    await service.rename(id, title);
    taken.delete(row.title);
    taken.add(title);
    moved.push({ id, from: row.title });
  }
  return moved;
}

export async function moveBack(service: WorkspaceService, moved: readonly Moved[]): Promise<void> {
  for (const { id, from } of moved) await service.rename(id, from);
}
