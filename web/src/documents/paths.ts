/** Titles are paths: `notes/today.md` lies in the folder `notes`. */
import type { ContentType } from '../api/types';

export const folderOf = (title: string): string => title.slice(0, Math.max(0, title.lastIndexOf('/')));

export const nameOf = (title: string): string => title.slice(title.lastIndexOf('/') + 1);

export const joined = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** A folder's path as people type it: without slashes at the ends, without empty parts. */
export const cleanFolder = (path: string): string => path.split('/').map((part) => part.trim()).filter((part) => part !== '').join('/');

/** A name without the ending of its kind: what a person calls it. */
export const shownName = (title: string): string => {
  const name = nameOf(title);
  const stem = name.replace(/\.(md|markdown)$/i, '');
  return stem === '' ? name : stem;
};

const ENDINGS: Record<ContentType, string> = { 'text/markdown': '.md', 'application/json': '.json', 'text/plain': '.txt' };

/** Gives a new document's name the ending of its kind, where it has none. */
export const withEnding = (title: string, kind: ContentType): string => (/\.[a-z0-9]{1,8}$/i.test(nameOf(title)) ? title : `${title}${ENDINGS[kind]}`);

export function kindOf(title: string): ContentType {
  if (/\.(md|markdown)$/i.test(title)) return 'text/markdown';
  return /\.json$/i.test(title) ? 'application/json' : 'text/plain';
}

/** A title that nothing has yet: `name.md`, `name 2.md`, … */
export function freeTitle(title: string, taken: ReadonlySet<string>): string {
  if (!taken.has(title)) return title;
  const [, stem = title, ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/s.exec(title) ?? [];
  for (let number = 2; ; number++) {
    const next = `${stem} ${number}${ending}`;
    if (!taken.has(next)) return next;
  }
}

export const wordCount = (text: string): number => text.match(/[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu)?.length ?? 0;

export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString()} ${count === 1 ? one : many}`;

/** A text as it is compared: without case and accents. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}+/gu, '').toLowerCase();

export const hrefOf = (document: { id: string; spaceId: string }): string => `/w/${document.spaceId}/d/${document.id}`;
