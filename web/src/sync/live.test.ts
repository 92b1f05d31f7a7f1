import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { LiveDocument } from './LiveDocument';
import { docOf, textOf } from './liveText';
import { unbase64 } from './bytes';
import { Copy } from './testing/Copy';
import { FeedModel } from './testing/FeedModel';

// A machine that is busy with other tests is slow.
vi.setConfig({ testTimeout: 60_000 });

async function shared(content: string): Promise<{ server: FeedModel; a: Copy; b: Copy; id: string }> {
  const server = new FeedModel(100);
  const [a, b] = [new Copy(server), new Copy(server)];
  const space = await a.service.createWorkspace('Shared');
  const { id } = await a.service.createDocument({ spaceId: space.id, title: 'T', content });
  await a.round();
  await b.round();
  return { server, a, b, id };
}

test('two browsers write one document at once and nobody is asked anything', async () => {
  const { server, a, b, id } = await shared('start');
  expect(await a.live.open(id)).toBe(true);
  expect(await b.live.open(id)).toBe(true);
  for (let i = 0; i < 5; i++) {
    await a.edit(id, (text) => `a${i} ${text}`);
    await b.edit(id, (text) => `${text} b${i}`);
    await Promise.all([a.round(), b.round()]);
  }
  for (const copy of [a, b, a]) await copy.round();
  const text = await a.text(id);
  expect(await b.text(id)).toBe(text);
  expect(text).toBe('a4 a3 a2 a1 a0 start b0 b1 b2 b3 b4');
  expect(server.documents.get(id)?.content).toBe(text);
  const live = server.live.get(id);
  expect(live?.etag).toBe(server.documents.get(id)?.etag);
  expect(textOf(docOf(unbase64(live?.state ?? '')))).toBe(text);
  expect(await a.db.conflicts.count() + await b.db.conflicts.count()).toBe(0);
});

test('what a client wrote that knows no live editing comes into the live text', async () => {
  const { server, a, b, id } = await shared('one\ntwo');
  await a.live.open(id);
  await b.live.open(id);
  await a.edit(id, (text) => `zero\n${text}`);
  server.plainly(id, 'one\ntwo\nthree');
  for (const copy of [a, b, a, b]) await copy.round();
  expect(await a.text(id)).toBe('zero\none\ntwo\nthree');
  expect(await b.text(id)).toBe('zero\none\ntwo\nthree');
  expect(await a.db.conflicts.count()).toBe(0);
});

test('an edit made without a connection asks the person, as everywhere', async () => {
  const { a, b, id } = await shared('one');
  await a.live.open(id);
  await b.live.open(id);
  a.online = false;
  await a.edit(id, () => 'one from a');
  await b.edit(id, () => 'one from b');
  await b.round();
  a.online = true;
  await a.round();
  expect(await a.db.conflicts.get(id)).toMatchObject({ kind: 'stale', theirs: { content: 'one from b' } });
  expect(await a.db.live.get(id)).toBeUndefined();
  expect(await a.text(id)).toBe('one from a');
});

test('a live state that the server has forgotten begins anew, and what was typed stays', async () => {
  const { server, a, b, id } = await shared('one\ntwo\n');
  await a.live.open(id);
  await b.live.open(id);
  server.live.clear();
  await a.edit(id, (text) => `${text}three\n`);
  await b.edit(id, (text) => `zero\n${text}`);
  for (const copy of [a, b, a, b, a]) await copy.round();
  expect(await a.text(id)).toBe('zero\none\ntwo\nthree\n');
  expect(await b.text(id)).toBe('zero\none\ntwo\nthree\n');
});

test('what can’t be edited live isn’t: a document that the server doesn’t know, one with edits from a time without connection, a reader’s', async () => {
  const { a, id } = await shared('one');
  const [space] = await a.db.spaces.toArray();
  const fresh = await a.service.createDocument({ spaceId: space?.id ?? '', title: 'New', content: '' });
  expect(await a.live.open(fresh.id)).toBe(false);
  a.online = false;
  await a.service.write(id, 'offline');
  expect(await a.live.open(id)).toBe(false);
  await a.round();
  await a.db.spaces.update(space?.id ?? '', { role: 'viewer' });
  expect(await a.live.open(id)).toBe(false);
});

test('the editor’s document is one with the database, in two tabs and when the live state is taken away', async () => {
  const { a, id } = await shared('one');
  await a.live.open(id);
  let gone = 0;
  const open = async (): Promise<LiveDocument> => {
    const live = await LiveDocument.open(a.db, a.service, id, () => { gone++; });
    if (live === null) throw new Error('not live');
    return live;
  };
  const [first, second] = [await open(), await open()];
  first.text.insert(0, 'zero ');
  second.text.insert(3, ' two');
  await Promise.all([first.flush(), second.flush()]);
  expect(await a.text(id)).toBe('zero one two');
  await expect.poll(() => [first.text.toString(), second.text.toString()]).toEqual(['zero one two', 'zero one two']);
  await first.destroy();
  second.text.insert(0, 'unstored ');
  await a.service.write(id, 'zero one two, plainly\nand more');
  await expect.poll(() => gone).toBe(1);
  await second.destroy();
  const text = await a.text(id);
  for (const word of ['unstored', 'plainly', 'more']) expect(text).toContain(word);
});
