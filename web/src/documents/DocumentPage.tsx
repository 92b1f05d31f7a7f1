/** One document: its title, its text, how it reads, and what belongs to it. */
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useCommands } from '../app/commands';
import { words } from '../app/format';
import { notify } from '../app/notices';
import { noteRoom } from '../app/storage';
import { beforeReload } from '../app/updates';
import { Ask } from '../ai/Ask';
import { usePage } from '../app/page';
import { usePerson } from '../app/person';
import type { DocumentRow } from '../local/database';
import { ActionMenu, Banner, Button, ButtonLink, Empty, Icon, IconButton } from '../ui';
import { attachAll } from './attaching';
import { ConflictDialog } from './ConflictDialog';
import { conflictWords } from './conflicts';
import { useWorkspace, wantedTitle } from './context';
import { documentCommands } from './documentCommands';
import type { EditorHandle, SaveState } from './editor/Editor';
import { faultOf, laidOut } from './editor/json';
import { Frame } from './Frame';
import { counted, folderOf, shownName, wordCount } from './paths';
import { Panel, type PanelName } from './Panel';
import { Preview, type PreviewHandle } from './Preview';
import { useDocumentId, useKept } from './reading';
import { useLiving } from './useLiving';
import { useNarrow } from './useNarrow';
import { saveWords } from './saving';
import { useSpaceCommands } from './spaceCommands';
import { TitleField } from './TitleField';

const Editor = lazy(() => import('./editor/Editor'));

export type View = 'write' | 'both' | 'read';

export function DocumentPage() {
  const id = useDocumentId();
  return <Frame document={id}><Opened key={id} id={id} /></Frame>;
}

function Opened({ id }: { id: string }) {
  const { documents, space } = useWorkspace();
  const { db } = usePerson();
  const row = documents.find((one) => one.id === id);
  const [first, setFirst] = useState<string | null>(null);
  const here = row !== undefined;
  // Of a document that arrives while its page is open, the text is read when it is here: before, there was none.
  useEffect(() => { if (here) void db.texts.get(id).then((text) => { setFirst(text?.content ?? ''); }); }, [db, id, here]);
  if (row === undefined) {
    return <Empty title="This document isn’t here" actions={<ButtonLink href={`/w/${space.id}`}>To its workspace</ButtonLink>}><p>It was deleted, or hasn’t arrived in this browser yet.</p></Empty>;
  }
  return first === null ? <div className="page-wait" /> : <Written row={row} first={first} />;
}

/** How a person looked at the last document is how the next one opens. */
let lastView: View | null = null;
const firstView = (): View => lastView ?? (window.innerWidth >= 1200 ? 'both' : 'write');

function Written({ row, first }: { row: DocumentRow; first: string }) {
  const { db, service } = usePerson();
  const work = useWorkspace();
  const { space, documents, titles, writable } = work;
  const [, navigate] = useLocation();
  const [text, setText] = useState(first);
  const [view, setView] = useState<View>(firstView);
  const [panel, setPanel] = useState<PanelName | null>(null);
  const [state, setState] = useState<SaveState>('saved');
  const [deciding, setDeciding] = useState(false);
  const editor = useRef<EditorHandle | null>(null);
  const preview = useRef<PreviewHandle | null>(null);
  const conflict = useKept(`conflict:${row.id}`, async (base) => (await base.conflicts.get(row.id)) ?? null);
  const stored = useKept(`text:${row.id}`, async (base) => (await base.texts.get(row.id))?.content);
  const isMarkdown = row.contentType === 'text/markdown';
  const isJson = row.contentType === 'application/json';
  const narrow = useNarrow();
  // What was chosen on a wide screen is kept for when it is wide again.
  const shownView: View = !isMarkdown || (narrow && view === 'both') ? 'write' : view;
  const readOnly = !writable || conflict?.kind === 'lost';
  const { id } = row;

  useEffect(() => { if (stored !== undefined) editor.current?.arrived(stored); }, [stored]);
  useEffect(() => {
    const flush = (): Promise<void> => editor.current?.flush() ?? Promise.resolve();
    const keep = beforeReload(flush);
    // What was typed a moment ago goes along when another tab takes a guest's documents into an account.
    db.leaving.add(flush);
    return () => { keep(); db.leaving.delete(flush); };
  }, [db]);
  const asked = useMemo(() => [id], [id]);

  const store = useMemo(() => ({
    alone: <T,>(run: () => Promise<T>): Promise<T> => db.transaction('rw', [db.documents, db.texts, db.bases, db.queue, db.live], run),
    read: async () => (await db.texts.get(id))?.content ?? null,
    write: (content: string) => service.write(id, content),
  }), [db, service, id]);

  useLiving(row, editor, !readOnly);

  const look = useCallback((next: View) => { lastView = next; setView(next); }, []);
  const onFiles = useCallback(async (files: File[]) => {
    const inserted = await attachAll(db, service, { id, spaceId: space.id }, files);
    if (!isMarkdown && inserted !== '') setPanel('files');
    return isMarkdown ? inserted : '';
  }, [db, service, id, space.id, isMarkdown]);

  const format = useCallback(() => {
    try {
      editor.current?.replaceAll(laidOut(editor.current.text()));
    } catch {
      notify('This isn’t JSON yet: the line below the text says where.');
    }
  }, []);

  const commands = useMemo(() => documentCommands({ row, documents, work, editor, isMarkdown, isJson, hasConflict: row.conflict === 1, navigate, look, openPanel: setPanel, decide: () => { setDeciding(true); }, format }),
    [row, documents, work, isMarkdown, isJson, navigate, look, format]);
  usePage({ title: shownName(row.title), trail: [{ label: space.name, href: `/w/${space.id}` }] });
  useCommands(commands);
  useSpaceCommands(folderOf(row.title));

  const fault = useMemo(() => (isJson && text.length < 2_000_000 ? faultOf(text) : null), [isJson, text]);
  const count = useMemo(() => (text.length > 500_000 ? null : wordCount(text)), [text]);
  const missing = (target: string): void => {
    const title = wantedTitle(row.title, target, titles);
    if (title === null) return;
    if (!writable) { notify(`There is no document “${title}” here.`); return; }
    notify(`There is no document “${title}” yet.`, { label: 'Write it', run: () => { void work.create('text/markdown', '', title); } });
  };

  return (
    <div className="document">
      <div className="document-main">
        <header className="document-head">
          <ButtonLink href={`/w/${space.id}`} variant="plain" icon="back" className="icon only-narrow" aria-label="All documents" />
          <TitleField row={row} readOnly={readOnly} onDone={() => { editor.current?.focus(); }} />
          <div className="document-tools">
            {isMarkdown && <ViewSwitch view={shownView} onView={look} />}
            {isJson && <Button onPress={format} isDisabled={readOnly}>Format</Button>}
            <Ask documentIds={asked} spaceId={space.id} {...(readOnly ? {} : { onInsert: (answer: string) => { editor.current?.insert(answer); } })} />
            <IconButton label="Files" icon="attach" aria-pressed={panel === 'files'} onPress={() => { setPanel(panel === 'files' ? null : 'files'); }} />
            <IconButton label="Versions" icon="history" aria-pressed={panel === 'versions'} onPress={() => { setPanel(panel === 'versions' ? null : 'versions'); }} />
            <IconButton label="Share" icon="link" aria-pressed={panel === 'links'} onPress={() => { setPanel(panel === 'links' ? null : 'links'); }} />
            <ActionMenu label="More for this document" entries={[
              ...(writable ? [{ id: 'rename', label: 'Rename or move…', icon: 'edit' as const, run: () => { work.renameDocument(row); } }, { id: 'move', label: 'Move to…', icon: 'folder' as const, run: () => { work.move([row.id]); } }] : []),
              { id: 'find', label: 'Find in this document', icon: 'search', run: () => { editor.current?.find(); } },
              { id: 'copy', label: 'Copy the text', icon: 'copy', run: () => { void navigator.clipboard.writeText(editor.current?.text() ?? text).then(() => { notify('Copied.'); }, (cause: unknown) => { notify(words(cause)); }); } },
              ...(writable ? [null, { id: 'delete', label: 'Delete', icon: 'trash' as const, danger: true, run: () => { void work.remove([row.id]); } }] : []),
            ]} />
          </div>
        </header>
        {conflict && <div className="document-banner"><Banner kind="warn" actions={<Button onPress={() => { setDeciding(true); }}>Decide…</Button>}><strong>{conflictWords(conflict).title}</strong> {conflictWords(conflict).short}</Banner></div>}
        <div className={`sheets ${shownView}`}>
          <div className="sheet write" hidden={shownView === 'read'}>
            <Suspense fallback={<div className="editor-wait">{first.slice(0, 4000)}</div>}>
              <Editor initial={stored ?? first} kind={row.contentType} readOnly={readOnly} label={`Text of ${row.title}`} store={store} handle={editor}
                onState={(next, cause) => { setState(next); if (next === 'saved') noteRoom(null); if (next === 'failed' && !noteRoom(cause)) notify(`This could not be saved: ${words(cause)}`); }}
                onText={setText} onScrollLine={(line) => { preview.current?.scrollToLine(line); }} onFiles={onFiles} />
            </Suspense>
          </div>
          {shownView !== 'write' && <div className="sheet read"><Preview text={text} title={row.title} spaceId={space.id} titles={titles} handle={preview} onMissing={missing}
            {...(shownView === 'both' ? { onScrollLine: (line: number) => { editor.current?.scrollToLine(line); } } : {})} /></div>}
        </div>
        <footer className="document-foot small">
          <span className="quiet">{count === null ? `${text.length.toLocaleString()} characters` : counted(count, 'word')}</span>
          {isJson && (fault === null ? <span className="quiet">Valid JSON</span>
            : <button type="button" className="fault" onClick={() => { editor.current?.goTo(fault.position); }}><Icon name="warn" size={13} />{`Line ${fault.line}, column ${fault.column}: ${fault.message}`}</button>)}
          {readOnly && <span className="quiet">You can read this document.</span>}
          <span className="save-state quiet" role="status">{saveWords(row, state, db.guest)}</span>
        </footer>
      </div>
      {panel !== null && <Panel name={panel} row={row} onName={setPanel} onClose={() => { setPanel(null); }} onInsert={(inserted) => { editor.current?.insert(inserted); }} onFlush={() => editor.current?.flush() ?? Promise.resolve()} />}
      {deciding && conflict && <ConflictDialog row={row} conflict={conflict} onClose={() => { setDeciding(false); }} />}
    </div>
  );
}

const VIEWS: { id: View; label: string; icon: 'edit' | 'preview' | 'copy' }[] = [{ id: 'write', label: 'Write', icon: 'edit' }, { id: 'both', label: 'Side by side', icon: 'copy' }, { id: 'read', label: 'Read', icon: 'preview' }];

function ViewSwitch({ view, onView }: { view: View; onView: (view: View) => void }) {
  return (
    <div className="view-switch" role="group" aria-label="How to look at it">
      {VIEWS.map((one) => <Button key={one.id} variant="plain" className={one.id === 'both' ? 'only-wide' : ''} aria-pressed={view === one.id} onPress={() => { onView(one.id); }}>{one.label}</Button>)}
    </div>
  );
}
