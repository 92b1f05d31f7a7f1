/** Names of files in a zip (docs/formats/workspace-archive.md): titles may be anything, file names may not. */
import type { ContentType } from '../api/types';

const SEGMENT_MAX = 150;
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
const ENDINGS: Record<ContentType, string> = { 'text/markdown': '.md', 'text/plain': '.txt', 'application/json': '.json' };

const percent = (text: string): string => [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

function segment(text: string): string {
  if (text === '') return '%';
  if (text === '.' || text === '..') return percent(text);
  let name = text.replace(/[\u0000-\u001f\u007f-\u009f%\\:*?"<>|]/g, percent).replace(/[ .]$/, percent);
  if (RESERVED.test(name)) name = percent(name.slice(0, 1)) + name.slice(1);
  return shortened(name);
}

/** A name that is too long is cut; the number behind keeps those apart that begin alike. */
function shortened(name: string): string {
  const bytes = new TextEncoder().encode(name);
  if (bytes.length <= SEGMENT_MAX) return name;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  const cut = new TextDecoder().decode(bytes.slice(0, SEGMENT_MAX - 9 - ending.length)).replace(/\ufffd+$|%[0-9A-F]?$/g, '');
  return `${cut}~${hash.toString(16).padStart(8, '0')}${ending}`;
}

/** A name for each title, in order; of those that would fall together the later one gets a number. */
export function entryNames(titles: readonly { title: string; kind: ContentType | null }[]): string[] {
  const taken = new Set<string>();
  const folders = new Set<string>();
  const key = (name: string): string => name.normalize('NFC').toLowerCase();
  return titles.map(({ title, kind }) => {
    let name = title.split('/').map(segment).join('/');
    const ending = kind === null ? '' : ENDINGS[kind];
    const known = kind === 'text/markdown' ? /\.(md|markdown)$/i : kind === 'application/json' ? /\.json$/i : /\.[A-Za-z0-9]{1,8}$/;
    if (ending !== '' && !known.test(name)) name += ending;
    const [, stem = name, last = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/s.exec(name) ?? [];
    for (let number = 2; taken.has(key(name)) || folders.has(key(name)) || parentsOf(name).some((parent) => taken.has(key(parent))); number++) name = `${stem}~${number}${last}`;
    taken.add(key(name));
    for (const parent of parentsOf(name)) folders.add(key(parent));
    return name;
  });
}

function parentsOf(name: string): string[] {
  const parts = name.split('/');
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
