/** Search in what this browser has: words in titles and texts, and excerpts with the words marked. */
import type { DocumentRow, LocalDatabase } from '../local/database';
import { folded } from './paths';

/** A piece of an excerpt; the marked ones are the words that were looked for. */
export interface Piece { text: string; marked: boolean }

export interface Hit { id: string; title: string; excerpt: Piece[] }

const BATCH = 200;
export const HITS_MAX = 50;

export const wordsOf = (text: string): string[] => folded(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

/** Calls back with what was found so far. Ends early when told to by the signal. */
export async function searchLocally(db: LocalDatabase, documents: readonly DocumentRow[], text: string, signal: AbortSignal, found: (hits: Hit[]) => void): Promise<Hit[]> {
  const words = wordsOf(text);
  const hits: Hit[] = [];
  if (words.length === 0) return hits;
  const order = [...documents].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  for (let at = 0; at < order.length && hits.length < HITS_MAX; at += BATCH) {
    if (signal.aborted) return [];
    const rows = order.slice(at, at + BATCH);
    const texts = await db.texts.bulkGet(rows.map((row) => row.id));
    const before = hits.length;
    rows.forEach((row, index) => {
      const content = texts[index]?.content ?? '';
      if (hits.length < HITS_MAX && answers(row.title, content, words)) hits.push({ id: row.id, title: row.title, excerpt: excerptOf(content, words) });
    });
    if (hits.length > before && !signal.aborted) found([...hits]);
  }
  return signal.aborted ? [] : hits;
}

function answers(title: string, content: string, words: readonly string[]): boolean {
  const foldedTitle = folded(title);
  const missing = words.filter((word) => !foldedTitle.includes(word));
  // Words that stand in the title alone are shown as titles already.
  if (missing.length === 0 && words.length > 0 && content === '') return false;
  const lower = content.toLowerCase();
  if (missing.every((word) => lower.includes(word)) && words.some((word) => lower.includes(word))) return true;
  const whole = folded(content);
  return missing.every((word) => whole.includes(word)) && words.some((word) => whole.includes(word));
}

/** A stretch of the text around the first word that is found, with all of them marked. */
export function excerptOf(content: string, words: readonly string[], length = 160): Piece[] {
  const places = placesOf(content.slice(0, 200_000), words);
  const first = places[0]?.from ?? 0;
  let start = Math.max(0, first - 40);
  if (start > 0) start = Math.min(first, (content.lastIndexOf(' ', start) + 1) || start);
  const end = Math.min(content.length, start + length);
  const pieces: Piece[] = start > 0 ? [{ text: '…', marked: false }] : [];
  let at = start;
  for (const { from, to } of places) {
    if (from < at || to > end) continue;
    if (from > at) pieces.push({ text: content.slice(at, from), marked: false });
    pieces.push({ text: content.slice(from, to), marked: true });
    at = to;
  }
  pieces.push({ text: content.slice(at, end) + (end < content.length ? '…' : ''), marked: false });
  return pieces.filter((piece) => piece.text !== '');
}

/** Where words stand in a text, compared without case and accents but named in the text's own places. */
function placesOf(content: string, words: readonly string[]): { from: number; to: number }[] {
  const places: { from: number; to: number }[] = [];
  for (const match of content.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const word = folded(match[0]);
    const hit = words.find((one) => word.includes(one));
    if (hit === undefined) continue;
    const same = word.length === match[0].length;
    const from = match.index + (same ? word.indexOf(hit) : 0);
    places.push({ from, to: same ? from + hit.length : match.index + match[0].length });
    if (places.length >= 200) break;
  }
  return places;
}

/** The server's excerpt: escaped HTML with `<mark>`. Only the marks become more than text. */
export function piecesOf(snippet: string): Piece[] {
  return snippet.split(/(<mark>[\s\S]*?<\/mark>)/).filter((part) => part !== '').map((part) => {
    const marked = /^<mark>([\s\S]*)<\/mark>$/.exec(part);
    return { text: unescaped(marked?.[1] ?? part), marked: marked !== null };
  });
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
