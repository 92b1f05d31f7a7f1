/** Which document a link means: a path from the document in which it stands, or a title alone as in `[[Today]]`. */
import { folded, folderOf, nameOf } from './paths';

export interface Titles { byPath: Map<string, string>; byName: Map<string, string> }

const bare = (path: string): string => path.replace(/\.(md|markdown)$/i, '');

/** Where two documents answer to a name, the first by path does. */
export function titlesOf(documents: readonly { id: string; title: string }[]): Titles {
  const byPath = new Map<string, string>();
  const byName = new Map<string, string>();
  const put = (map: Map<string, string>, key: string, id: string): void => { if (!map.has(key)) map.set(key, id); };
  for (const { id, title } of [...documents].sort((a, b) => (a.title < b.title ? -1 : 1))) {
    put(byPath, folded(title), id);
    put(byName, folded(nameOf(title)), id);
  }
  for (const { id, title } of documents) {
    put(byPath, folded(bare(title)), id);
    put(byName, folded(bare(nameOf(title))), id);
  }
  return { byPath, byName };
}

/** The path that a relative one means, seen from a folder; null where it leads out of the workspace. */
export function resolved(folder: string, path: string): string | null {
  const parts = path.startsWith('/') || folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/** The id of the document that a target means, and the heading in it; null where there is none. */
export function linkTarget(titles: Titles, from: string, target: string): { id: string; heading: string } | null {
  const [path = '', heading = ''] = target.split(/#(.*)/s);
  const near = resolved(folderOf(from), path);
  const far = resolved('', path);
  const id = (near === null ? undefined : titles.byPath.get(folded(near))) ?? (far === null ? undefined : titles.byPath.get(folded(far))) ?? titles.byName.get(folded(path.trim()));
  return id === undefined ? null : { id, heading };
}
