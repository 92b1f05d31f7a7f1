/** What the parts of a workspace's pages share: which workspace, its documents, and what can be done with them (with the dialogs that ask). */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { words } from '../app/format';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import type { ContentType } from '../api/types';
import type { DocumentRow, SpaceRow } from '../local/database';
import { bringBack, moveAll, moveBack, removeAll } from './actions';
import { FolderDialog, MoveDialog, RenameDialog } from './dialogs';
import { linkTarget, titlesOf, type Titles } from './linking';
import { cleanFolder, counted, folderOf, freeTitle, joined, shownName, withEnding } from './paths';
import { canWrite, useKept, useTitles } from './reading';
import { folderPaths, type Node } from './tree';
import { under } from './Tree';

export interface WorkspaceParts {
  space: SpaceRow;
  documents: DocumentRow[];
  titles: Titles;
  /** Folders in which nothing lies yet: they are this browser's alone. */
  emptyFolders: string[];
  writable: boolean;
  create(kind: ContentType, folder?: string, title?: string): Promise<void>;
  newFolder(inside?: string): void;
  rename(node: Node<DocumentRow>): void;
  renameDocument(document: DocumentRow): void;
  move(ids: readonly string[]): void;
  moveTo(ids: readonly string[], folder: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  removeNode(node: Node<DocumentRow>): void;
}

const WorkspaceContext = createContext<WorkspaceParts | null>(null);

export function useWorkspace(): WorkspaceParts {
  const parts = useContext(WorkspaceContext);
  if (parts === null) throw new Error('useWorkspace outside of WorkspaceProvider');
  return parts;
}

/** Documents that were just made: their page begins with the title. */
export const fresh = new Set<string>();

const FIRST_NAMES: Record<ContentType, string> = { 'text/markdown': 'Untitled', 'application/json': 'Untitled', 'text/plain': 'Untitled' };

type Asking = { kind: 'rename'; node: Node<DocumentRow> } | { kind: 'move'; ids: readonly string[] } | { kind: 'folder'; inside: string } | null;

export function WorkspaceProvider({ space, documents, children }: { space: SpaceRow; documents: DocumentRow[]; children: ReactNode }) {
  const { db, service } = usePerson();
  const [location, navigate] = useLocation();
  const [asking, setAsking] = useState<Asking>(null);
  const stable = useTitles(documents) ?? documents;
  const emptyFolders = useKept(`folders:${space.id}`, async (base) => (await base.note<string[]>(`folders:${space.id}`)) ?? []) ?? [];
  const titles = useMemo(() => titlesOf(stable), [stable]);

  const trouble = useCallback((cause: unknown) => { notify(words(cause)); }, []);

  const parts = useMemo<Omit<WorkspaceParts, 'documents'>>(() => {
    const taken = (): Set<string> => new Set(stable.map((row) => row.title));
    const node = (row: DocumentRow): Node<DocumentRow> => ({ kind: 'document', path: row.title, name: shownName(row.title), document: row });
    const parts: Omit<WorkspaceParts, 'documents'> = {
      space, titles, emptyFolders, writable: canWrite(space.role),
      async create(kind, folder = '', title) {
        try {
          const wanted = freeTitle(withEnding(joined(folder, title ?? FIRST_NAMES[kind]), kind), taken());
          const row = await service.createDocument({ spaceId: space.id, title: wanted, contentType: kind, content: kind === 'application/json' ? '{}\n' : '' });
          if (title === undefined) fresh.add(row.id);
          navigate(`/w/${space.id}/d/${row.id}`);
        } catch (cause) { trouble(cause); }
      },
      newFolder(inside = '') { setAsking({ kind: 'folder', inside }); },
      rename(of) { setAsking({ kind: 'rename', node: of }); },
      renameDocument(row) { setAsking({ kind: 'rename', node: node(row) }); },
      move(ids) { setAsking({ kind: 'move', ids }); },
      async moveTo(ids, folder) {
        try {
          const moved = await moveAll(db, service, ids, folder);
          if (moved.length === 0) return;
          notify(`Moved ${counted(moved.length, 'document')} to ${folder === '' ? 'the top' : `“${folder}”`}.`, { label: 'Undo', run: () => { moveBack(service, moved).catch(trouble); } });
        } catch (cause) { trouble(cause); }
      },
      async remove(ids) {
        try {
          const kept = await removeAll(db, service, ids);
          if (ids.some((id) => location.includes(`/d/${id}`))) navigate(`/w/${space.id}`);
          const what = kept.length === 1 ? `“${shownName(kept[0]?.row.title ?? '')}”` : counted(kept.length, 'document');
          notify(db.guest ? `Deleted ${what}.` : `Moved ${what} to the trash.`, { label: 'Undo', run: () => { bringBack(db, service, kept).catch(trouble); } });
        } catch (cause) { trouble(cause); }
      },
      removeNode(of) {
        if (of.kind === 'folder') void db.keep(`folders:${space.id}`, emptyFolders.filter((path) => path !== of.path && !path.startsWith(`${of.path}/`)));
        const ids = under(of);
        if (ids.length > 0) void parts.remove(ids);
      },
    };
    return parts;
  }, [space, titles, stable, emptyFolders, db, service, location, navigate, trouble]);

  const value = useMemo<WorkspaceParts>(() => ({ ...parts, documents }), [parts, documents]);
  const folders = useMemo(() => (asking?.kind === 'move' ? folderPaths(documents, emptyFolders) : []), [asking, documents, emptyFolders]);

  const renamed = async (of: Node<DocumentRow>, to: string): Promise<void> => {
    if (of.kind === 'document') {
      await service.rename(of.document.id, to);
      return;
    }
    const path = cleanFolder(to);
    if (path === '' || path === of.path) return;
    await service.renameFolder(space.id, of.path, path);
    await db.keep(`folders:${space.id}`, emptyFolders.map((folder) => (folder === of.path || folder.startsWith(`${of.path}/`) ? `${path}${folder.slice(of.path.length)}` : folder)));
  };

  return (
    <WorkspaceContext value={value}>
      {children}
      {asking?.kind === 'rename' && <RenameDialog node={asking.node} onClose={() => { setAsking(null); }} onRename={(to) => renamed(asking.node, to)} />}
      {asking?.kind === 'move' && <MoveDialog count={asking.ids.length} folders={folders} onClose={() => { setAsking(null); }} onMove={(folder) => parts.moveTo(asking.ids, folder)} />}
      {asking?.kind === 'folder' && <FolderDialog inside={asking.inside} onClose={() => { setAsking(null); }} onMake={async (path) => { await db.keep(`folders:${space.id}`, [...new Set([...emptyFolders, path])]); }} />}
    </WorkspaceContext>
  );
}

/** Where a link of a text leads that names no document yet: the title that writing it would give. */
export function wantedTitle(from: string, target: string, titles: Titles): string | null {
  if (linkTarget(titles, from, target) !== null) return null;
  const path = cleanFolder(target.split('#')[0] ?? '');
  return path === '' ? null : joined(path.includes('/') ? '' : folderOf(from), path);
}
