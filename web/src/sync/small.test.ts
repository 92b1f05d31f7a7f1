import { expect, test } from 'vitest';
import { Backoff } from './backoff';
import { base64, unbase64 } from './bytes';
import { eventsOf } from './events';
import { begun, docOf, mixed, stateOf, textOf, write } from './liveText';
import { reconcile } from './reconcile';

test('waits double up to five minutes, are anywhere below that, and never less than the server asks for', () => {
  const longest = new Backoff(1_000, 300_000, () => 1);
  expect(Array.from({ length: 12 }, () => longest.next())).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000, 300_000]);
  longest.reset();
  expect(longest.next()).toBe(1_000);
  expect(new Backoff(1_000, 300_000, () => 0).next()).toBe(500);
  expect(new Backoff(1_000, 300_000, () => 0).next(30)).toBe(30_000);
});

test('events are read from a stream however its bytes are cut', async () => {
  const text = 'event: changed\r\ndata: {"head":1}\r\n\r\n: alive\n\nevent: bye\ndata: a\ndata: b\n\ndata: ünfinished';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 7, 1000]) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const found = [];
    for await (const event of eventsOf(body)) found.push(event);
    expect(found).toEqual([{ event: 'changed', data: '{"head":1}' }, null, { event: 'bye', data: 'a\nb' }]);
  }
});

test('bytes travel as base64 and come back', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
  expect(unbase64(base64(bytes))).toEqual(bytes);
  expect(base64(new Uint8Array([0]))).toBe('AA==');
});

test('a rename here and an edit there don’t collide; the same field changed to different things does', () => {
  const base = { title: 'T', content: 'C' };
  expect(reconcile({ title: 'T2', content: 'C' }, base, { title: 'T', content: 'C2' })).toMatchObject({ local: { title: 'T2', content: 'C2' }, base: { title: 'T', content: 'C2' }, collides: false, clean: false });
  expect(reconcile({ title: 'T', content: 'C1' }, base, { title: 'T', content: 'C2' })).toMatchObject({ local: { content: 'C1' }, base, collides: true, contentMoved: false });
  expect(reconcile({ title: 'T1', content: 'C' }, base, { title: 'T2', content: 'C' })).toMatchObject({ collides: true, contentMoved: true });
  expect(reconcile({ title: 'T', content: 'C2' }, base, { title: 'T', content: 'C2' })).toMatchObject({ collides: false, clean: true });
});

test('a text is written into a state by its difference, whole words at a time, and both sides’ words stay', () => {
  const first = begun('one two three');
  const [mine, theirs] = [docOf(first), docOf(first)];
  write(mine, 'one 👩‍🔧 two three four');
  write(theirs, 'zero one two tree');
  const both = docOf(stateOf(mine), stateOf(theirs));
  for (const word of ['zero', 'one', '👩‍🔧', 'two', 'tree', 'four']) expect(textOf(both)).toContain(word);
  expect(textOf(docOf(stateOf(theirs), stateOf(mine)))).toBe(textOf(both));
});

test('differences of any kind give the text that was wanted', () => {
  const many = Array.from({ length: 70_000 }, (_, at) => `word${at}`).join(' ');
  for (const [before, after] of [['', 'x'], ['x', ''], ['a😀b', 'a😁b'], ['aaa', 'aa'], ['ab\n\nab', 'ab\nab\n'], [many, `${many} end`], [many, many.split(' ').reverse().join(' ')]] as const) {
    const doc = docOf(begun(before));
    write(doc, after);
    expect(textOf(doc)).toBe(after);
  }
});

test('texts without a common history are brought together by lines, and keep both sides where they differ', () => {
  expect(mixed('A\nb\nc', 'a\nb\nc', 'a\nb\nC')).toEqual({ content: 'A\nb\nC', clean: true });
  expect(mixed('A1\nb', 'a\nb', 'A2\nb')).toEqual({ content: 'A1\nA2\nb', clean: false });
});
