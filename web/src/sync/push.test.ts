import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { applyResults } from './answers';
import { freeze } from './freeze';
import { Copy } from './testing/Copy';
import { FeedModel } from './testing/FeedModel';

// A machine that is busy with other tests is slow.
vi.setConfig({ testTimeout: 60_000 });

async function shared(content: string): Promise<{ server: FeedModel; a: Copy; b: Copy; id: string; space: string }> {
  const server = new FeedModel(100);
  const [a, b] = [new Copy(server), new Copy(server)];
  const space = await a.service.createWorkspace('Shared');
  const { id } = await a.service.createDocument({ spaceId: space.id, title: 'T', content });
  await a.round();
  await b.round();
  return { server, a, b, id, space: space.id };
}

test('a tab that dies between writing down and sending sends the same the next time; what was written since goes by itself', async () => {
  const { server, a, id } = await shared('one');
  await a.service.write(id, 'two');
  const [first] = (await freeze(a.db)).mutations;
  await a.service.write(id, 'three');
  expect((await freeze(a.db)).mutations).toEqual([first]);
  await a.push();
  expect(server.documents.get(id)?.content).toBe('three');
  expect(server.done.filter((done) => done === first?.mutationId)).toHaveLength(1);
  expect(await a.db.documents.get(id)).toMatchObject({ dirty: 0 });
});

test('an answer that is lost, or applied twice, changes nothing: each mutation is done once', async () => {
  const { server, a, id } = await shared('one');
  await a.service.write(id, 'two');
  a.answerLost = () => true;
  await expect(a.push()).rejects.toThrow('lost');
  expect(server.documents.get(id)?.content).toBe('two');
  await a.service.write(id, 'three');
  a.answerLost = () => false;
  const batch = await freeze(a.db);
  const { results } = await server.push(batch.mutations);
  await applyResults(a.db, results, '2026-01-01T00:00:00.000Z');
  await applyResults(a.db, results, '2026-01-01T00:00:00.000Z');
  expect(await a.db.documents.get(id)).toMatchObject({ dirty: 1 });
  await a.push();
  expect(server.documents.get(id)?.content).toBe('three');
  expect(new Set(server.done).size).toBe(server.done.length);
});

test('two tabs that sync at once do everything once', async () => {
  const { server, a, space } = await shared('one');
  for (let i = 0; i < 10; i++) await a.service.createDocument({ spaceId: space, title: `n${i}`, content: `${i}` });
  await Promise.all([a.push(), a.push(), a.pull(), a.pull()]);
  await a.round();
  expect(server.alive).toHaveLength(11);
  expect(new Set(server.done).size).toBe(server.done.length);
  expect(await a.wrong()).toEqual([]);
  expect(await a.db.documents.where('dirty').equals(1).count()).toBe(0);
});

test('a rename that meets another text there doesn’t pass that text off as seen: the next edit is a conflict, not a loss', async () => {
  const { server, a, b, id } = await shared('one');
  await b.service.write(id, 'one and more');
  await b.push();
  await a.service.rename(id, 'Renamed');
  await a.push();
  await a.service.write(id, 'one, otherwise');
  await a.push();
  expect(server.documents.get(id)).toMatchObject({ title: 'Renamed', content: 'one and more' });
  expect(await a.db.conflicts.get(id)).toMatchObject({ kind: 'stale', theirs: { content: 'one and more' } });
  expect(await a.text(id)).toBe('one, otherwise');
});

test('a conflict holds everything back until it is decided; “mine” leaves the other side as a version', async () => {
  const { server, a, b, id } = await shared('one');
  await b.service.write(id, 'from b');
  await b.round();
  await a.service.write(id, 'from a');
  await a.push();
  await a.service.write(id, 'from a, more');
  expect(await a.push()).toBe(false);
  await a.service.decide(id, { keep: 'mine' });
  await a.round();
  expect(server.documents.get(id)?.content).toBe('from a, more');
  expect(server.versions).toEqual(['T\nfrom b']);
});

test('an edit outweighs a deletion, whichever comes first', async () => {
  const { server, a, b, id } = await shared('one');
  await b.service.write(id, 'edited');
  await b.round();
  await a.service.remove(id);
  await a.round();
  expect(await a.text(id)).toBe('edited');
  await a.service.remove(id);
  await a.round();
  expect(server.alive).toHaveLength(0);
  await b.service.write(id, 'edited again');
  await b.round();
  expect(await b.db.conflicts.get(id)).toMatchObject({ kind: 'deleted', theirs: null });
  await b.service.decide(id, { keep: 'mine' });
  await b.round();
  expect(server.alive.map((held) => held.content)).toEqual(['edited again']);
});

test('a workspace that is lost takes what it had with it, and leaves what is here alone to the person', async () => {
  const { server, a, id, space } = await shared('one');
  const other = await a.service.createWorkspace('Own');
  const kept = await a.service.createDocument({ spaceId: space, title: 'Synced', content: 'clean' });
  await a.round();
  await a.service.write(id, 'mine alone');
  server.lose(space);
  await a.round();
  expect(await a.db.documents.get(kept.id)).toBeUndefined();
  expect(await a.db.conflicts.get(id)).toMatchObject({ kind: 'lost' });
  await a.service.decide(id, { keep: 'mine', spaceId: other.id });
  await a.round();
  expect(server.alive.filter((held) => held.spaceId === other.id).map((held) => held.content)).toEqual(['mine alone']);
  expect(await a.wrong()).toEqual([]);
});

test('a copy that differs from the server’s is fetched anew, said once, and keeps what wasn’t sent', async () => {
  const { server, a, id, space } = await shared('one');
  const other = await a.service.createDocument({ spaceId: space, title: 'Other', content: 'x' });
  await a.round();
  await a.db.documents.delete(other.id);
  await a.service.write(id, 'unsent');
  const again = new Copy(server, a.db);
  await again.pull();
  expect(again.reports).toHaveLength(1);
  expect(await again.text(other.id)).toBe('x');
  expect(await again.text(id)).toBe('unsent');
  expect(await again.wrong()).toEqual([]);
});

test('records of kinds that aren’t known count in the checksum and are kept out', async () => {
  const { server, a, space } = await shared('one');
  server.stray(space, 'gizmo');
  await a.pull();
  expect(await a.wrong()).toEqual([]);
  expect(await a.db.others.toArray()).toMatchObject([{ entity: 'gizmo' }]);
});
