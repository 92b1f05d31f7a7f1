import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { LocalDatabase } from '../local/database';
import { excerptOf, piecesOf, searchLocally, wordsOf } from './search';
import { WorkspaceService } from './WorkspaceService';

test('words of titles and texts are found, wherever each is', async () => {
  const db = new LocalDatabase('guest');
  const service = new WorkspaceService(db);
  const space = await service.createWorkspace('w');
  await service.createDocument({ spaceId: space.id, title: 'trips/Lisbon.md', content: 'Tram 28 by the café' });
  await service.createDocument({ spaceId: space.id, title: 'other.md', content: 'a tram' });
  const rows = await db.documents.toArray();
  const found = async (text: string) => (await searchLocally(db, rows, text, new AbortController().signal, () => undefined)).map((hit) => hit.title).sort();
  expect(await found('tram')).toEqual(['other.md', 'trips/Lisbon.md']);
  expect(await found('lisbon CAFE')).toEqual(['trips/Lisbon.md']);
  expect(await found('tram bus')).toEqual([]);
  expect(await found('  !! ')).toEqual([]);
});

test('an excerpt marks the words as they are written', () => {
  const pieces = excerptOf(`${'x '.repeat(100)}the Café is open`, wordsOf('cafe'));
  expect(pieces.filter((piece) => piece.marked).map((piece) => piece.text)).toEqual(['Café']);
  expect(pieces[0]?.text).toBe('…');
});

test('of a snippet only the marks become more than text', () => {
  expect(piecesOf('a &lt;b&gt; <mark>c&amp;d</mark> <script>')).toEqual([{ text: 'a <b> ', marked: false }, { text: 'c&d', marked: true }, { text: ' <script>', marked: false }]);
});
