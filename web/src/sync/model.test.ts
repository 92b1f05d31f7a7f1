import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { docOf, textOf } from './liveText';
import { Copy } from './testing/Copy';
import { FeedModel } from './testing/FeedModel';

declare const process: { env: Record<string, string | undefined> };

/** A small generator of one's own, so that a seed says everything. */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function play(seed: number, steps: number): Promise<void> {
  const random = randomOf(seed);
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];
  const server = new FeedModel(2 + Math.floor(random() * 6));
  const copies = [new Copy(server), new Copy(server), new Copy(server)];
  const words: string[] = [];
  const space = await copies[0]!.service.createWorkspace('Shared');
  for (const copy of copies) { copy.answerLost = () => random() < 0.2; await copy.round().catch(() => undefined); }

  const typed = (text: string): string => {
    const word = `w${words.length}x`;
    words.push(word);
    const lines = text.split('\n');
    const at = Math.floor(random() * (lines.length + 1));
    if (random() < 0.5) lines.splice(at, 0, word);
    else lines[Math.min(at, lines.length - 1)] = `${lines[Math.min(at, lines.length - 1)] ?? ''} ${word}`.trim();
    return lines.join('\n');
  };

  const step = async (copy: Copy): Promise<void> => {
    const chance = random();
    // Ids are random; what is written isn't.
    const documents = await Promise.all((await copy.db.documents.toArray()).map(async (row) => ({ ...row, text: (await copy.text(row.id)) ?? '' })));
    const row = pick(documents.sort((a, b) => (a.text < b.text ? -1 : 1)));
    if (row === undefined || chance < 0.05) {
      if ((await copy.db.spaces.get(space.id)) === undefined) { await copy.round().catch(() => undefined); return; }
      await copy.service.createDocument({ spaceId: space.id, title: `t${words.length}`, content: typed('') });
    } else if (chance < 0.45) await copy.edit(row.id, typed);
    else if (chance < 0.50) await copy.service.rename(row.id, `t ${Math.floor(random() * 1000)}`);
    else if (chance < 0.53 && row.dirty === 0) await copy.service.remove(row.id);
    else if (chance < 0.58) await copy.live.open(row.id).catch(() => undefined);
    else if (chance < 0.65) copy.online = !copy.online;
    else if (chance < 0.70) await copy.push().catch(() => undefined);
    else if (chance < 0.75) await copy.pull();
    else if (chance < 0.77) server.purged.add(space.id);
    else if (chance < 0.80) await copy.db.keep('cursor', 'not a cursor');
    else if (chance < 0.90) { const conflict = await copy.db.conflicts.toCollection().first(); if (conflict !== undefined) await copy.service.decide(conflict.id, { keep: conflict.kind === 'stale' && random() < 0.5 ? 'theirs' : 'mine' }); }
    else if (copy.online) await copy.round().catch(() => undefined);
  };
  for (let i = 0; i < steps; i++) {
    const copy = copies[Math.floor(random() * copies.length)]!;
    await step(copy);
    // A live document's text and its state are one after every step.
    for (const live of await copy.db.live.toArray()) expect(textOf(docOf(live.state)), `seed ${seed}, step ${i}`).toBe(await copy.text(live.id));
  }

  for (const copy of copies) { copy.answerLost = () => false; copy.online = true; }
  for (let i = 0; i < 40; i++) {
    let open = 0;
    for (const copy of copies) {
      await copy.round();
      for (const live of await copy.db.live.toArray()) expect(textOf(docOf(live.state)), `seed ${seed}, at the end`).toBe(await copy.text(live.id));
      for (const conflict of await copy.db.conflicts.toArray()) await copy.service.decide(conflict.id, { keep: conflict.kind === 'stale' && random() < 0.5 ? 'theirs' : 'mine' });
      open += (await copy.db.queue.count()) + (await copy.db.theirs.count()) + (await copy.db.conflicts.count()) + (await copy.db.documents.where('dirty').equals(1).count());
    }
    if (open === 0 && i > 2) break;
  }
  // What the last one of them sent the others have yet to see.
  for (const copy of copies) await copy.round();

  const there = new Map(server.alive.map((held) => [held.id, `${held.title}\n${held.content}`]));
  for (const copy of copies) {
    const here = new Map(await Promise.all((await copy.db.documents.toArray()).map(async (row) => [row.id, `${row.title}\n${await copy.text(row.id)}`] as const)));
    expect(here, `seed ${seed}`).toEqual(there);
    expect(await copy.wrong(), `seed ${seed}`).toEqual([]);
    expect(await copy.db.documents.where('dirty').equals(1).count(), `seed ${seed}`).toBe(0);
    expect(copy.reports, `seed ${seed}`).toEqual([]);
  }
  const kept = [...server.documents.values()].map((held) => `${held.title}\n${held.content}`).concat(server.versions).join('\n');
  const counts = words.filter((word) => !kept.includes(word));
  expect(counts, `seed ${seed}: words that were lost`).toEqual([]);
  expect(new Set(server.done).size).toBe(server.done.length);
  await Promise.all(copies.map((copy) => copy.db.delete()));
}

const seeds = Number(process.env['SEEDS'] ?? 6);
const first = Number(process.env['SEED'] ?? 1);

test('copies that are written at random, with lost answers and cut connections, end equal and without a lost word', async () => {
  for (let seed = first; seed < first + seeds; seed++) await play(seed, 160);
}, 20_000 + seeds * 10_000);
