/** Finds documents by title, over all workspaces: for the palette. */
import type { DocumentRow, LocalDatabase } from '../local/database';
import { folded, nameOf } from './paths';

export interface Found { id: string; spaceId: string; title: string; space: string; href: string }

/** How well a title answers: its name begins with the text, holds it, or the words are somewhere in the path; null where they aren't. */
export function rank(title: string, text: string): number | null {
  const wanted = folded(text.trim());
  const whole = folded(title);
  const name = folded(nameOf(title));
  if (wanted === '') return 3;
  if (name.startsWith(wanted)) return 0;
  if (name.includes(wanted)) return 1;
  return wanted.split(/\s+/).every((word) => whole.includes(word)) ? 2 : null;
}

export const hrefOf = (document: Pick<DocumentRow, 'id' | 'spaceId'>): string => `/w/${document.spaceId}/d/${document.id}`;

/** The best first; of those that answer equally well, the ones changed last. An empty text gives the last changed. */
export async function findDocuments(db: LocalDatabase, text: string, limit: number): Promise<Found[]> {
  const [documents, spaces] = await Promise.all([db.documents.toArray(), db.spaces.toArray()]);
  const names = new Map(spaces.map((space) => [space.id, space.name]));
  const ranked = documents.flatMap((document) => {
    const at = rank(document.title, text);
    return at === null ? [] : [{ at, document }];
  });
  ranked.sort((a, b) => a.at - b.at || b.document.updatedAt.localeCompare(a.document.updatedAt));
  return ranked.slice(0, limit).map(({ document: { id, spaceId, title } }) => ({ id, spaceId, title, space: names.get(spaceId) ?? '', href: hrefOf({ id, spaceId }) }));
}
