/** What the pages read, by live queries. The last answers are kept, so that going from page to page shows no gap. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useMemo, useRef } from 'react';
import { useParams } from 'wouter';
import { usePerson } from '../app/person';
import type { Role } from '../api/types';
import type { DocumentRow, LocalDatabase, SpaceRow } from '../local/database';

const answers = new WeakMap<LocalDatabase, Map<string, unknown>>();

/** A live query whose last answer is shown at once when a page comes back; undefined while there is none yet. */
export function useKept<T>(key: string, read: (db: LocalDatabase) => Promise<T>): T | undefined {
  const { db } = usePerson();
  const kept = answers.get(db) ?? new Map<string, unknown>();
  if (!answers.has(db)) answers.set(db, kept);
  const now = useLiveQuery(async () => { const value = await read(db); kept.set(key, value); return { key, value }; }, [db, key]);
  return now?.key === key ? now.value : (kept.get(key) as T | undefined);
}

export const useSpaces = (): SpaceRow[] | undefined => useKept('spaces', async (db) => (await db.spaces.toArray()).sort((a, b) => a.name.localeCompare(b.name)));

/** A workspace; null where it isn't here. */
export const useSpace = (id: string): SpaceRow | null | undefined => useKept(`space:${id}`, async (db) => (await db.spaces.get(id)) ?? null);

const same = (a: DocumentRow, b: DocumentRow | undefined): boolean =>
  b !== undefined && a.id === b.id && a.title === b.title && a.updatedAt === b.updatedAt && a.dirty === b.dirty && a.conflict === b.conflict && a.contentType === b.contentType;

/** All documents of a workspace, without their texts. The same array as before while nothing that is shown changes. */
export function useDocuments(spaceId: string): DocumentRow[] | undefined {
  const rows = useKept(`documents:${spaceId}`, (db) => db.documents.where('spaceId').equals(spaceId).toArray());
  const before = useRef<DocumentRow[] | undefined>(undefined);
  if (rows !== undefined && !(before.current?.length === rows.length && rows.every((row, index) => same(row, before.current?.[index])))) before.current = rows;
  return rows === undefined ? undefined : before.current;
}

/** The same array while titles and marks stay: for the tree, which times don't concern. */
export function useTitles(documents: DocumentRow[] | undefined): DocumentRow[] | undefined {
  const before = useRef<DocumentRow[] | undefined>(undefined);
  return useMemo(() => {
    const last = before.current;
    const unchanged = documents !== undefined && last?.length === documents.length && documents.every((row, index) => {
      const other = last[index];
      return other !== undefined && row.id === other.id && row.title === other.title && row.dirty === other.dirty && row.conflict === other.conflict && row.contentType === other.contentType;
    });
    if (!unchanged) before.current = documents;
    return before.current;
  }, [documents]);
}

export const useSpaceId = (): string => useParams<{ space: string }>().space;
export const useDocumentId = (): string => useParams<{ document: string }>().document;

export const canWrite = (role: Role): boolean => role !== 'viewer';
export const canInvite = (role: Role): boolean => role === 'owner' || role === 'member';
export const canShare = canInvite;
export const canAdminister = (role: Role): boolean => role === 'owner';

export const ROLE_WORDS: Record<Role, string> = { owner: 'Owner', member: 'Member', editor: 'Editor', viewer: 'Viewer' };
export const ROLE_HINTS: Record<Role, string> = {
  owner: 'Everything, the workspace itself included', member: 'Writes, invites people and shares links', editor: 'Writes', viewer: 'Reads',
};
