import { expect, test } from 'vitest';
import { hasMarks, proposed } from './conflicts';
import { entryNames } from './entryNames';
import { faultOf, laidOut } from './editor/json';
import { editBetween } from './editor/keeping';
import { plan, withoutTop } from './importing';
import { linkTarget, resolved, titlesOf } from './linking';

test('a merge takes both changes, and says where they collide', () => {
  expect(proposed('A\nb\nc', 'a\nb\nc', 'a\nb\nC')).toEqual({ content: 'A\nb\nC', clean: true });
  const both = proposed('mine\nb', 'a\nb', 'theirs\nb');
  expect(both).toEqual({ content: '<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> server\nb', clean: false });
  expect(hasMarks(both.content)).toBe(true);
  expect(hasMarks('a\nb')).toBe(false);
});

test('the smallest edit makes one text of the other', () => {
  for (const [from, to] of [['', 'abc'], ['abc', ''], ['one two three', 'one 2 three four'], ['aaa', 'aa'], ['x\r\ny', 'x\ny'], ['same', 'same']] as const) {
    let text = from as string;
    for (const edit of editBetween(from, to).reverse()) text = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
    expect(text).toBe(to);
  }
  expect(editBetween('one two', 'one 2 two')).toEqual([{ from: 4, to: 4, insert: '2 ' }]);
});

test('JSON is laid out without touching a value', () => {
  expect(laidOut('{"b":12345678901234567890,"a":[1.0,{}],"c":"x, {y}: \\"z"}')).toBe('{\n  "b": 12345678901234567890,\n  "a": [\n    1.0,\n    {}\n  ],\n  "c": "x, {y}: \\"z"\n}\n');
  expect(() => laidOut('{')).toThrow();
  expect(faultOf('{"a": 1}')).toBeNull();
  expect(faultOf('{\n  "a": 1,\n}')).toMatchObject({ line: 3, column: 1, message: 'There is a comma too many before this.' });
});

test('links mean documents by path or by name', () => {
  const titles = titlesOf([{ id: '1', title: 'notes/a.md' }, { id: '2', title: 'b.md' }, { id: '3', title: 'notes/deep/Über.md' }]);
  const to = (from: string, target: string) => linkTarget(titles, from, target)?.id ?? null;
  expect([to('notes/x.md', 'a.md'), to('notes/x.md', '../b.md'), to('notes/x.md', '/b'), to('b.md', 'uber'), to('b.md', 'notes/a#part'), to('b.md', 'c'), to('b.md', '../../b.md')]).toEqual(['1', '2', '2', '3', '1', null, null]);
  expect(resolved('a', '../../x')).toBeNull();
  expect(linkTarget(titles, 'b.md', 'notes/a#part')?.heading).toBe('part');
});

test('an import adds what is new, leaves what is the same, and asks about the rest', async () => {
  const file = (path: string, text: string | Uint8Array<ArrayBuffer>) => ({ path, file: new File([text], path) });
  const given = withoutTop([file('v/.git/config', 'x'), file('v/a.md', '---\nt: 1\n---\nA\r\n'), file('v/n/same.md', 'same'), file('v/n/other.md', 'new'), file('v/p.png', new Uint8Array([137, 80])), file('v/bad.md', new Uint8Array([255, 0]))]);
  const made = await plan(given, 'in', (title) => Promise.resolve(title === 'in/n/same.md' ? { id: '1', content: 'same' } : title === 'in/n/other.md' ? { id: '2', content: 'old' } : null));
  expect(made.documents).toEqual([{ title: 'in/a.md', content: '---\nt: 1\n---\nA\r\n', kind: 'text/markdown', existing: null }, { title: 'in/n/other.md', content: 'new', kind: 'text/markdown', existing: '2' }]);
  expect([made.same, made.ignored, made.files.map((one) => one.path)]).toEqual([1, ['.git'], ['p.png', 'bad.md']]);
});

test('names in a zip are names that every system takes', () => {
  const names = entryNames(['a/b.md', 'A/b.md', 'x', '../up.md', 'con.md', 'a:b.md', 'n '].map((title) => ({ title, kind: 'text/markdown' as const })));
  expect(names).toEqual(['a/b.md', 'A/b~2.md', 'x.md', '%2E%2E/up.md', '%63on.md', 'a%3Ab.md', 'n%20.md']);
});
