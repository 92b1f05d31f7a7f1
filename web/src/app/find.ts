/** What the palette offers for what is typed: documents by their title, then commands. */
import type { DocumentRow, LocalDatabase } from '../local/database';
import type { Command } from './commands';

/** Documents whose title holds every word; those that begin with the text first, then the newest. */
export async function findDocuments(db: LocalDatabase, text: string, limit: number): Promise<DocumentRow[]> {
  const words = fold(text).split(/\s+/).filter((word) => word !== '');
  const found = await db.documents.filter(({ title }) => { const held = fold(title); return words.every((word) => held.includes(word)); }).toArray();
  const start = words[0] ?? '';
  const ahead = ({ title }: DocumentRow): number => (start !== '' && fold(title.slice(title.lastIndexOf('/') + 1)).startsWith(start) ? 0 : 1);
  return found.sort((a, b) => ahead(a) - ahead(b) || b.updatedAt.localeCompare(a.updatedAt)).slice(0, limit);
}

export function findCommands(commands: readonly Command[], text: string): Command[] {
  const words = fold(text).split(/\s+/).filter((word) => word !== '');
  return commands.filter(({ title, group }) => { const held = fold(`${title} ${group}`); return words.every((word) => held.includes(word)); });
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
