/** Texts as Yjs states: the pure part of docs/formats/live-editing.md. */
import diff from 'fast-diff';
import { diff3Merge } from 'node-diff3';
import * as Y from 'yjs';

/** Where the text stands in the Yjs document. */
export const TEXT = 'content';

/** Tokens. Over this a difference is taken as one replacement: to find a smaller one would hold up the page. */
const DIFF_MAX = 8_000;

export function docOf(...states: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const state of states) Y.applyUpdate(doc, state);
  return doc;
}

export const textOf = (doc: Y.Doc): string => doc.getText(TEXT).toString();

export const stateOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc);

/** A new history whose text is `text`. */
export function begun(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText(TEXT).insert(0, text);
  return stateOf(doc);
}

/** Makes the document's text `wanted` by as small an edit as can be found quickly. */
export function write(doc: Y.Doc, wanted: string, origin: unknown = null): void {
  const text = doc.getText(TEXT);
  const before = text.toString();
  if (before === wanted) return;
  doc.transact(() => {
    let at = 0;
    for (const [kind, piece] of edits(before, wanted)) {
      if (piece === '') continue;
      if (kind === diff.EQUAL) at += piece.length;
      else if (kind === diff.DELETE) text.delete(at, piece.length);
      else { text.insert(at, piece); at += piece.length; }
    }
  }, origin);
}

type Edit = readonly [kind: -1 | 0 | 1, piece: string];

/** Words and the single characters between them: an edit that was found by comparing never cuts a word in two, so that two of them can't mix their letters. */
const TOKEN = /[\p{L}\p{N}\p{M}_]+|[^\p{L}\p{N}\p{M}_]/gsu;

/** Behind every line's end. */
const LINE = /(?<=\n)/;

/** Half pairs of characters stand for nothing; tokens are numbered around them. */
const HALVES = 0xd800;
const HALVES_END = 0xe000;
const TOKENS_MAX = 0xffff - (HALVES_END - HALVES);

/** Lines first, and inside of what changed words: quick in long texts too. */
function edits(before: string, wanted: string): Edit[] {
  const found: Edit[] = [];
  let gone = '';
  let come = '';
  const settle = (): void => {
    if (gone !== '' || come !== '') found.push(...ends(gone.match(TOKEN) ?? [], come.match(TOKEN) ?? []));
    gone = come = '';
  };
  for (const [kind, piece] of ends(before.split(LINE), wanted.split(LINE))) {
    if (kind === diff.DELETE) gone += piece;
    else if (kind === diff.INSERT) come += piece;
    else { settle(); found.push([kind, piece]); }
  }
  settle();
  return found;
}

/** Leaves out what is equal at both ends. */
function ends(old: readonly string[], next: readonly string[]): Edit[] {
  const shorter = Math.min(old.length, next.length);
  let start = 0;
  while (start < shorter && old[start] === next[start]) start++;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === next[next.length - 1 - end]) end++;
  return [
    [diff.EQUAL, old.slice(0, start).join('')],
    ...between(old.slice(start, old.length - end), next.slice(start, next.length - end)),
    [diff.EQUAL, end === 0 ? '' : old.slice(-end).join('')],
  ];
}

function between(gone: readonly string[], come: readonly string[]): Edit[] {
  const numbers = new Map<string, number>();
  for (const token of [...gone, ...come]) if (!numbers.has(token)) numbers.set(token, numbers.size);
  if (gone.length + come.length > DIFF_MAX || numbers.size > TOKENS_MAX) return [[diff.DELETE, gone.join('')], [diff.INSERT, come.join('')]];
  const names = [...numbers.keys()];
  const code = (token: string): number => { const n = numbers.get(token) ?? 0; return n < HALVES ? n : n + HALVES_END - HALVES; };
  const coded = (tokens: readonly string[]): string => tokens.map((token) => String.fromCharCode(code(token))).join('');
  const name = (unit: string): string => { const n = unit.charCodeAt(0); return names[n < HALVES ? n : n - (HALVES_END - HALVES)] ?? ''; };
  return diff(coded(gone), coded(come)).map(([kind, piece]) => [kind, piece.split('').map(name).join('')] as const);
}

/** Three texts brought together by lines. Where both sides changed the same lines both stand one after the other, and it isn't clean: no word is lost. */
export function mixed(mine: string, base: string, theirs: string): { content: string; clean: boolean } {
  let clean = true;
  const lines = diff3Merge(mine.split('\n'), base.split('\n'), theirs.split('\n'), { excludeFalseConflicts: true }).flatMap((region) => {
    if (region.ok !== undefined) return region.ok;
    clean = false;
    return [...(region.conflict?.a ?? []), ...(region.conflict?.b ?? [])];
  });
  return { content: lines.join('\n'), clean };
}
