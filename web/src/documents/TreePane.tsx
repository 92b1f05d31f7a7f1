/** The left pane: search, tree or list, and what can be done with several documents at once. */
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Link, Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import { useLocation } from 'wouter';
import { usePerson } from '../app/person';
import { ActionMenu, Button, Icon, type IconName, IconButton, SearchField } from '../ui';
import { useWorkspace } from './context';
import { SearchResults } from './SearchResults';
import { ImportDialog, type Dropped } from './Import';
import { droppedFiles } from './importing';
import { ByDate } from './ByDate';
import { counted, folded, folderOf } from './paths';
import { useTitles } from './reading';
import { Tree, under } from './Tree';
import { above, matching, rowsOf, treeOf, type Node } from './tree';
import type { DocumentRow } from '../local/database';

const openFolders = new Map<string, Set<string>>();

/** Which folders are open; remembered in the local database. Nothing is closed in a small workspace that nobody has touched. */
function useOpenFolders(spaceId: string, documents: DocumentRow[]): [Set<string>, (change: (open: Set<string>) => void) => void] {
  const { db } = usePerson();
  const key = `${db.owner}:${spaceId}`;
  const [open, setOpen] = useState(() => openFolders.get(key));
  useEffect(() => {
    if (open !== undefined) return;
    void db.note<string[]>(`open:${spaceId}`).then((kept) => {
      const first = new Set(kept ?? (documents.length <= 40 ? documents.flatMap((row) => above(row.title)) : []));
      openFolders.set(key, first);
      setOpen(first);
    });
  }, [db, key, spaceId, documents, open]);
  const change = useCallback((how: (open: Set<string>) => void) => {
    const next = new Set(openFolders.get(key));
    how(next);
    openFolders.set(key, next);
    setOpen(next);
    void db.keep(`open:${spaceId}`, [...next]);
  }, [db, key, spaceId]);
  return [open ?? new Set(), change];
}

export function TreePane({ current }: { current: string | null }) {
  const work = useWorkspace();
  const { db } = usePerson();
  const { space, documents, emptyFolders, writable } = work;
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [view, setView] = useState<'tree' | 'date'>(() => (localStorageGet('holdfast.documents-view') === 'date' ? 'date' : 'tree'));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [menu, setMenu] = useState<{ node: Node<DocumentRow> } | null>(null);
  const [importing, setImporting] = useState<Dropped | null>(() => (new URLSearchParams(window.location.search).has('import') ? { files: [], folder: '' } : null));
  const anchor = useRef<HTMLElement | null>(null);
  const search = useRef<HTMLDivElement>(null);
  const stable = useTitles(documents) ?? documents;
  const [open, changeOpen] = useOpenFolders(space.id, stable);
  const filter = useDeferredValue(text);

  const foldedTitles = useMemo(() => new Map(stable.map((row) => [row.id, folded(row.title)])), [stable]);
  const shown = useMemo(() => (filter.trim() === '' ? stable : matching(stable, filter, (row) => foldedTitles.get(row.id) ?? '')), [stable, filter, foldedTitles]);
  const searching = filter.trim() !== '';
  const tree = useMemo(() => treeOf(shown, searching ? [] : emptyFolders), [shown, searching, emptyFolders]);
  const rows = useMemo(() => rowsOf(tree, searching ? null : open), [tree, searching, open]);

  // The folders above what is open are open.
  const currentTitle = stable.find((row) => row.id === current)?.title;
  useEffect(() => {
    if (currentTitle === undefined) return;
    const folders = above(currentTitle);
    if (folders.length > 0) changeOpen((set) => { for (const folder of folders) set.add(folder); });
  }, [currentTitle, changeOpen]);

  useEffect(() => {
    const focus = (): void => { search.current?.querySelector('input')?.focus(); };
    const bring = (): void => { setImporting({ files: [], folder: '' }); };
    window.addEventListener('holdfast:search', focus);
    window.addEventListener('holdfast:import', bring);
    return () => {
      window.removeEventListener('holdfast:search', focus);
      window.removeEventListener('holdfast:import', bring);
    };
  }, []);

  const openMenu = (node: Node<DocumentRow>, element: HTMLElement): void => { anchor.current = element; setMenu({ node }); };
  const chosenIds = [...chosen].filter((id) => foldedTitles.has(id));
  const choosing = chosenIds.length > 0;

  const switchView = (next: 'tree' | 'date'): void => { setView(next); localStorageSet('holdfast.documents-view', next); };

  return (
    <nav className="tree-pane" aria-label="Documents">
      <div className="tree-head">
        <h2 className="tree-space"><Link href={`/w/${space.id}`}>{space.name}</Link></h2>
        {writable && <ActionMenu label="New" icon="add" entries={[
          { id: 'md', label: 'Document', icon: 'document', run: () => { void work.create('text/markdown', folderAt(currentTitle)); } },
          { id: 'json', label: 'JSON document', icon: 'document', run: () => { void work.create('application/json', folderAt(currentTitle)); } },
          { id: 'txt', label: 'Plain text', icon: 'document', run: () => { void work.create('text/plain', folderAt(currentTitle)); } },
          null,
          { id: 'folder', label: 'Folder…', icon: 'folder', run: () => { work.newFolder(folderAt(currentTitle)); } },
          { id: 'import', label: 'Import a folder…', icon: 'upload', run: () => { setImporting({ files: [], folder: '' }); } },
        ]} />}
        <ActionMenu label="Workspace" entries={[
          view === 'tree'
            ? { id: 'date', label: 'Show as a list, last changed first', icon: 'history', run: () => { switchView('date'); } }
            : { id: 'tree', label: 'Show as folders', icon: 'folder', run: () => { switchView('tree'); } },
          null,
          { id: 'members', label: 'People', icon: 'people', run: () => { navigate(`/w/${space.id}/settings#people`); } },
          { id: 'settings', label: 'Settings and export', icon: 'settings', run: () => { navigate(`/w/${space.id}/settings`); } },
          { id: 'trash', label: 'Trash', icon: 'trash', run: () => { navigate(`/w/${space.id}/trash`); } },
        ]} />
      </div>
      <div className="tree-search" ref={search}><SearchField label="Search this workspace" placeholder="Search" value={text} onChange={setText} /></div>
      {searching && <p className="tree-part small quiet" role="status">{shown.length === 0 ? 'No title with these words' : `${counted(shown.length, 'title')}`}</p>}
      {view === 'date' && !searching
        ? <ByDate documents={documents} current={current} />
        : documents.length === 0 && emptyFolders.length === 0
          ? <div className="tree-nothing quiet small"><p>No documents yet.</p>{writable && <Button icon="edit" variant="primary" onPress={() => { void work.create('text/markdown'); }}>Write your first document</Button>}
            {writable && <Button icon="folder" onPress={() => { setImporting({ files: [], folder: '' }); }}>Import a folder of Markdown</Button>}</div>
          : <Tree label={`Documents of ${space.name}`} rows={rows} current={current} chosen={chosen} onChoose={setChosen} memory={`${db.owner}:${space.id}`} filter={filter.trim()} writable={writable}
            onOpen={(row) => { navigate(`/w/${space.id}/d/${row.id}`); }}
            onToggle={(path, to) => { changeOpen((set) => { if (to) set.add(path); else set.delete(path); }); }}
            onMenu={openMenu} onRename={work.rename} onRemove={(node) => { if (choosing) { void work.remove(chosenIds); setChosen(new Set()); } else work.removeNode(node); }}
            onMove={(ids, folder) => { void work.moveTo(ids, folder); setChosen(new Set()); }}
            onFiles={(data, folder) => { void droppedFiles(data).then((files) => { setImporting({ files, folder }); }); }} />}
      {searching && <SearchResults text={filter} />}
      {choosing && (
        <div className="chosen-bar" role="toolbar" aria-label="Chosen documents">
          <span className="small">{counted(chosenIds.length, 'chosen', 'chosen')}</span>
          {writable && <Button onPress={() => { work.move(chosenIds); }}>Move to…</Button>}
          {writable && <Button onPress={() => { void work.remove(chosenIds); setChosen(new Set()); }}>Delete</Button>}
          <IconButton label="Choose nothing" icon="close" onPress={() => { setChosen(new Set()); }} />
        </div>)}
      <Popover className="popover" triggerRef={anchor} isOpen={menu !== null} onOpenChange={(is) => { if (!is) setMenu(null); }} placement="bottom end">
        {menu !== null && <NodeMenu node={menu.node} onDone={() => { setMenu(null); }} onChoose={() => { setChosen(new Set([...chosen, ...under(menu.node)])); }} />}
      </Popover>
      {importing !== null && <ImportDialog dropped={importing} onClose={() => { setImporting(null); if (window.location.search.includes('import')) navigate(`/w/${space.id}`, { replace: true }); }} />}
    </nav>
  );
}

const folderAt = (title: string | undefined): string => (title === undefined ? '' : folderOf(title));

function NodeMenu({ node, onDone, onChoose }: { node: Node<DocumentRow>; onDone: () => void; onChoose: () => void }) {
  const work = useWorkspace();
  const entries: ({ id: string; label: string; icon: IconName; danger?: boolean; run: () => void } | null)[] = [
    ...(node.kind === 'folder' && work.writable ? [
      { id: 'new', label: 'New document here', icon: 'add' as const, run: () => { void work.create('text/markdown', node.path); } },
      { id: 'folder', label: 'New folder here…', icon: 'folder' as const, run: () => { work.newFolder(node.path); } }, null] : []),
    ...(work.writable ? [
      { id: 'rename', label: 'Rename…', icon: 'edit' as const, run: () => { work.rename(node); } },
      { id: 'move', label: 'Move to…', icon: 'folder' as const, run: () => { work.move(under(node)); } }] : []),
    { id: 'choose', label: 'Choose', icon: 'check', run: onChoose },
    ...(work.writable ? [null, { id: 'delete', label: 'Delete', icon: 'trash' as const, danger: true, run: () => { work.removeNode(node); } }] : []),
  ];
  return (
    <Menu aria-label={`What to do with ${node.name}`} autoFocus="first" onAction={(key) => { entries.find((entry) => entry?.id === key)?.run(); onDone(); }}>
      {entries.map((entry, index) => (entry === null ? <Separator key={`line-${index}`} /> : (
        <MenuItem key={entry.id} id={entry.id} className={entry.danger === true ? 'option danger' : 'option'} textValue={entry.label}><Icon name={entry.icon} /><span>{entry.label}</span></MenuItem>)))}
    </Menu>
  );
}

function localStorageGet(key: string): string | null {
  try { return localStorage.getItem(key); } catch { return null; }
}

function localStorageSet(key: string, value: string): void {
  try { localStorage.setItem(key, value); } catch { /* A browser that keeps nothing shows the tree again. */ }
}
