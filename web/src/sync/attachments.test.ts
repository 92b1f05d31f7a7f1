import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { Problem } from '../api/http';
import type { Attachment, Upload } from '../api/types';
import { WorkspaceService } from '../documents/WorkspaceService';
import { LocalDatabase } from '../local/database';
import { uuid } from '../local/ids';
import { IN_PARTS_FROM } from '../api/uploads';
import { BACK_UP, backUp, Uploader, type UploadPort } from './attachments';
import { fileOf } from './files';

const NEVER = new AbortController().signal;

/** A store that takes bytes, and fails where it is told to. */
class Store implements UploadPort {
  readonly arrived = new Map<string, Blob>();
  readonly begun: string[] = [];
  fails: { at: 'presign' | 'sent' | 'answer'; problem: Problem } | null = null;

  presign = async (): Promise<Upload> => {
    this.failing('presign');
    const id = uuid();
    this.begun.push(id);
    return { id, method: 'PUT', url: `http://store/${id}`, headers: {}, fields: {}, expiresAt: '' };
  };

  sendBytes = async (upload: Upload, blob: Blob): Promise<void> => {
    this.failing('sent');
    this.arrived.set(upload.id, blob);
  };

  /** Parts that arrived, by upload; each call brings one and is then cut off, until all are there. */
  readonly parts = new Map<string, number>();

  sendParts = async (id: string, blob: Blob): Promise<void> => {
    const all = Math.ceil(blob.size / IN_PARTS_FROM);
    const there = (this.parts.get(id) ?? 0) + 1;
    this.parts.set(id, there);
    if (there < all) throw new Problem(0, 'OFFLINE', 'cut off');
    this.arrived.set(id, blob);
  };

  complete = async (id: string): Promise<Attachment> => {
    const blob = this.arrived.get(id);
    if (blob === undefined) throw new Problem(409, 'CONFLICT', 'Nothing has arrived.');
    this.failing('answer');
    return { id, fileName: 'a.txt', contentType: 'text/plain', sizeBytes: blob.size, sha256: 'ab', createdAt: '2026-01-01T00:00:00.000Z' } as Attachment;
  };

  private failing(at: string): void {
    const fails = this.fails;
    if (fails?.at !== at) return;
    this.fails = null;
    throw fails.problem;
  }
}

async function attached(): Promise<{ db: LocalDatabase; store: Store; uploader: Uploader; file: string; document: string }> {
  const db = new LocalDatabase(uuid());
  const service = new WorkspaceService(db, () => true);
  const space = await service.createWorkspace('W');
  const { id } = await service.createDocument({ spaceId: space.id, title: 'T', content: '' });
  const file = await service.attach({ id, spaceId: space.id }, new File(['bytes'], 'a.txt', { type: 'text/plain' }));
  await service.write(id, `see ![](attachment:${file.id})`);
  await db.documents.update(id, { etag: 'e', baseEtag: 'e', dirty: 0 });
  const store = new Store();
  return { db, store, uploader: new Uploader(db, service, store), file: file.id, document: id };
}

test('a file goes to the server under the server’s id, and the text says so in the same moment', async () => {
  const { db, store, uploader, file, document } = await attached();
  await uploader.run(NEVER);
  const [id = ''] = store.begun;
  expect(await db.attachments.toArray()).toMatchObject([{ id, state: 'stored', documentId: null }]);
  expect(await db.attachments.get(file)).toBeUndefined();
  expect((await db.files.get(id))?.blob.size).toBe(5);
  expect((await db.texts.get(document))?.content).toBe(`see ![](attachment:${id})`);
});

test('a file whose last answer got lost isn’t sent again; one that was cut off is', async () => {
  const lost = new Problem(0, 'OFFLINE', 'Lost.');
  for (const [at, uploads] of [['answer', 1], ['sent', 2]] as const) {
    const { db, store, uploader } = await attached();
    store.fails = { at, problem: lost };
    await expect(uploader.run(NEVER)).rejects.toBe(lost);
    await uploader.run(NEVER);
    expect(store.begun).toHaveLength(uploads);
    expect(await db.attachments.toArray()).toMatchObject([{ state: 'stored' }]);
  }
});

test('a large file that is cut off goes on with the parts that are missing, as the same upload', async () => {
  const { db, store, uploader, file } = await attached();
  await db.files.update(file, { blob: new Blob([new Uint8Array(3 * IN_PARTS_FROM)]) });
  for (let n = 0; n < 2; n++) await expect(uploader.run(NEVER)).rejects.toThrow('cut off');
  await uploader.run(NEVER);
  expect(store.begun).toHaveLength(1);
  expect(await db.attachments.toArray()).toMatchObject([{ state: 'stored' }]);
});

test('what the server refuses fails in its words and can be tried again', async () => {
  const { db, store, uploader, file } = await attached();
  store.fails = { at: 'presign', problem: new Problem(409, 'QUOTA_EXCEEDED', 'Your files would take 11 GB; 10 GB are yours.') };
  await uploader.run(NEVER);
  expect(await db.attachments.get(file)).toMatchObject({ state: 'failed', problem: 'Your files would take 11 GB; 10 GB are yours.' });
  await backUp(db, file);
  await uploader.run(NEVER);
  expect(await db.attachments.toArray()).toMatchObject([{ state: 'stored' }]);
});

test('nothing goes before its document, nor unasked where somebody wants to be asked', async () => {
  const { db, store, uploader, file, document } = await attached();
  await db.documents.update(document, { etag: null, baseEtag: null });
  await uploader.run(NEVER);
  await db.documents.update(document, { etag: 'e', baseEtag: 'e' });
  await db.keep(BACK_UP, false);
  await uploader.run(NEVER);
  expect(store.begun).toEqual([]);
  await backUp(db, file);
  await uploader.run(NEVER);
  expect(store.begun).toHaveLength(1);
});

test('fetched files are kept within their bound, the least used go first, and never those that are here alone', async () => {
  const { db, file } = await attached();
  const [alone] = await db.attachments.toArray();
  let fetched = 0;
  const fetch = async (): Promise<Blob> => { fetched++; return new Blob(['0123456789']); };
  for (const id of ['a', 'b', 'c']) {
    await db.attachments.put({ ...alone!, id, state: 'stored' });
    await fileOf(db, id, fetch, 20);
    await db.files.update(id, { usedAt: fetched });
  }
  expect((await db.files.toCollection().primaryKeys()).sort()).toEqual(['b', 'c', file].sort());
  expect((await fileOf(db, 'c', fetch, 20)).size).toBe(10);
  expect(fetched).toBe(3);
});
