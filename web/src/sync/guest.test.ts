import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, expect, test, vi } from 'vitest';
import { WorkspaceService } from '../documents/WorkspaceService';
import { LocalDatabase } from '../local/database';
import { uuid } from '../local/ids';
import { bringGuestAlong } from './guest';

// A machine that is busy with other tests is slow.
vi.setConfig({ testTimeout: 60_000 });

const opened: LocalDatabase[] = [];
const open = (owner: string): LocalDatabase => { const db = new LocalDatabase(owner); opened.push(db); return db; };

afterEach(async () => {
  for (const db of opened.splice(0)) db.close();
  await Dexie.delete('holdfast-guest');
});

async function guestWith(texts: Record<string, string>): Promise<{ db: LocalDatabase; service: WorkspaceService; ids: Record<string, string>; space: string }> {
  const db = open('guest');
  const service = new WorkspaceService(db);
  const space = await service.createWorkspace('Notes');
  const ids: Record<string, string> = {};
  for (const [title, content] of Object.entries(texts)) ids[title] = (await service.createDocument({ spaceId: space.id, title, content })).id;
  return { db, service, ids, space: space.id };
}

test('all of a guest’s is in the account under the same ids, waits to be sent, and is gone where it was', async () => {
  const guest = await guestWith({ One: 'first', Two: 'second' });
  const file = await guest.service.attach({ id: guest.ids['One'] ?? '', spaceId: guest.space }, new File(['bytes'], 'a.txt', { type: 'text/plain' }));
  const owner = uuid();
  await bringGuestAlong(owner);
  const account = open(owner);
  expect((await account.spaces.toArray()).map((row) => [row.id, row.name])).toEqual([[guest.space, 'Notes']]);
  expect((await account.texts.toArray()).map((row) => row.content).sort()).toEqual(['first', 'second']);
  expect((await account.queue.orderBy('seq').toArray()).map((entry) => [entry.entity, entry.op])).toEqual([['space', 'create'], ['document', 'create'], ['document', 'create']]);
  expect(await account.attachments.get(file.id)).toMatchObject({ state: 'local', documentId: guest.ids['One'] });
  expect((await account.files.get(file.id))?.blob.size).toBe(5);
  expect(await Dexie.exists('holdfast-guest')).toBe(false);
});

test('where there is no guest nothing happens', async () => {
  const owner = uuid();
  await bringGuestAlong(owner);
  expect(await open(owner).documents.count()).toBe(0);
  expect(await Dexie.exists('holdfast-guest')).toBe(false);
});

test('repeated after a crash before the guest’s was emptied it doubles nothing, not even what the account deleted since', async () => {
  const guest = await guestWith({ One: 'first', Two: 'second' });
  const owner = uuid();
  const rows = [await guest.db.spaces.toArray(), await guest.db.documents.toArray(), await guest.db.texts.toArray()];
  await bringGuestAlong(owner);
  const account = open(owner);
  await new WorkspaceService(account).remove(guest.ids['Two'] ?? '');
  await new WorkspaceService(account).write(guest.ids['One'] ?? '', 'first, edited in the account');
  const again = open('guest');
  await again.spaces.bulkAdd(rows[0] as never);
  await again.documents.bulkAdd(rows[1] as never);
  await again.texts.bulkAdd(rows[2] as never);
  await bringGuestAlong(owner);
  expect((await account.texts.toArray()).map((row) => row.content)).toEqual(['first, edited in the account']);
  expect(await account.queue.where('recordId').equals(guest.ids['One'] ?? '').count()).toBe(1);
});

test('what a guest wrote after an interrupted move comes along too, as an edit, or beside what the account wrote meanwhile', async () => {
  const guest = await guestWith({ One: 'first', Two: 'second' });
  const owner = uuid();
  const rows = [await guest.db.spaces.toArray(), await guest.db.documents.toArray()];
  await bringGuestAlong(owner);
  const account = open(owner);
  await new WorkspaceService(account).write(guest.ids['Two'] ?? '', 'second, by the account');
  const again = open('guest');
  await again.spaces.bulkAdd(rows[0] as never);
  await again.documents.bulkAdd(rows[1] as never);
  await again.texts.bulkAdd([{ id: guest.ids['One'] ?? '', content: 'first, by the guest' }, { id: guest.ids['Two'] ?? '', content: 'second, by the guest' }]);
  await bringGuestAlong(owner);
  expect((await account.texts.toArray()).map((row) => row.content).sort()).toEqual(['first, by the guest', 'second, by the account', 'second, by the guest']);
  expect((await account.texts.get(guest.ids['One'] ?? ''))?.content).toBe('first, by the guest');
});

test('another tab stores what it hasn’t stored before the guest’s database is taken from it', async () => {
  const guest = await guestWith({ One: 'first' });
  let left = 0;
  guest.db.leaving.add(() => guest.service.write(guest.ids['One'] ?? '', 'first, typed a moment ago'));
  guest.db.left = () => { left++; };
  const owner = uuid();
  await bringGuestAlong(owner);
  expect((await open(owner).texts.toArray()).map((row) => row.content)).toEqual(['first, typed a moment ago']);
  expect(left).toBe(1);
  await expect(guest.service.write(guest.ids['One'] ?? '', 'too late')).rejects.toThrow();
});
