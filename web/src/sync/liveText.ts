/** Texts as Yjs states: the pure part of docs/formats/live-editing.md. */
import diff from 'fast-diff';
import { diff3Merge } from 'node-diff3';
import * as Y from 'yjs';

/** Where the text stands in the Yjs document. */
export const TEXT = 'content';

/** Over this a difference is taken as one replacement: to find a smaller one would hold up the page. */
const DIFF_MAX = 40_000;

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
      if (kind === diff.EQUAL) at += piece.length;
      else if (kind === diff.DELETE) text.delete(at, piece.length);
      else { text.insert(at, piece); at += piece.length; }
    }
  }, origin);
}

function edits(before: string, wanted: string): diff.Diff[] {
  const shorter = Math.min(before.length, wanted.length);
  let start = 0;
  while (start < shorter && before[start] === wanted[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === wanted[wanted.length - 1 - end]) end++;
  // Half a character is none.
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--;
  if (end > 0 && isLow(before.charCodeAt(before.length - end))) end--;
  const middle = [before.slice(start, before.length - end), wanted.slice(start, wanted.length - end)] as const;
  const between: diff.Diff[] = middle[0].length + middle[1].length <= DIFF_MAX ? diff(middle[0], middle[1]) : [[diff.DELETE, middle[0]], [diff.INSERT, middle[1]]];
  return [[diff.EQUAL, before.slice(0, start)], ...between];
}

const isHigh = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
const isLow = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

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
