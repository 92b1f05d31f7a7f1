import { expect, test } from 'vitest';
import { freeTitle, kindOf, withEnding } from './paths';
import { above, folderPaths, matching, rowsOf, treeOf } from './tree';

const rows = (...titles: string[]) => titles.map((title) => ({ id: title, title }));
const drawn = (titles: string[], open: Set<string> | null) => rowsOf(treeOf(rows(...titles)), open).map((row) => `${'  '.repeat(row.level - 1)}${row.node.name}`);

test('titles make folders, folders stand first, names count as people do', () => {
  expect(drawn(['b.md', 'notes/10.md', 'notes/2.md', 'notes/deep/x.md', 'a.json'], null)).toEqual(['notes', '  deep', '    x', '  2', '  10', 'a.json', 'b']);
});

test('what a closed folder holds is not drawn, and is counted', () => {
  const tree = treeOf(rows('a/b/c.md', 'a/d.md'));
  expect(rowsOf(tree, new Set()).map((row) => row.node.name)).toEqual(['a']);
  expect(tree.children[0]).toMatchObject({ kind: 'folder', documents: 2 });
  expect(rowsOf(tree, new Set(['a'])).map((row) => [row.node.name, row.level, row.position, row.siblings, row.parent])).toEqual([['a', 1, 1, 1, -1], ['b', 2, 1, 2, 0], ['d', 2, 2, 2, 0]]);
});

test('a document and a folder of the same name are both there', () => {
  expect(drawn(['a', 'a/b'], null)).toEqual(['a', '  b', 'a']);
});

test('a filter asks for every word, without case and accents', () => {
  expect(matching(rows('Café/Été.md', 'cafe/winter.md'), 'ete CAFE').map((row) => row.title)).toEqual(['Café/Été.md']);
  expect(matching(rows('a', 'b'), '  ')).toHaveLength(2);
});

test('folders, those in which nothing lies included', () => {
  expect(folderPaths(rows('a/b/c.md'), ['z/y'])).toEqual(['a', 'a/b', 'z', 'z/y']);
  expect(above('a/b/c.md')).toEqual(['a', 'a/b']);
});

test('a title that is free, and of the right kind', () => {
  expect(freeTitle('a/x.md', new Set(['a/x.md', 'a/x 2.md']))).toBe('a/x 3.md');
  expect(withEnding('a.b/note', 'text/markdown')).toBe('a.b/note.md');
  expect(['x.md', 'x.JSON', 'x'].map(kindOf)).toEqual(['text/markdown', 'application/json', 'text/plain']);
});
