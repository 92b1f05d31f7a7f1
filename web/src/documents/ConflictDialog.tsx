/** Where a document changed in two places: both texts, what each changed, and a merge to start from. Nothing is decided for anybody. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { ago, words } from '../app/format';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import type { ConflictRow, DocumentRow } from '../local/database';
import { Badge, Banner, Button, Dialog, Tabs, TextField } from '../ui';
import { conflictWords, hasMarks, type Proposal, proposed } from './conflicts';
import type { Decision } from './WorkspaceService';

const DiffView = lazy(() => import('./editor/DiffView'));
const MergeEditor = lazy(() => import('./editor/MergeEditor'));

interface Sides { mine: string; base: string | null; proposal: Proposal | null }

export function ConflictDialog({ row, conflict, onClose }: { row: DocumentRow; conflict: ConflictRow; onClose: () => void }) {
  const { db, service, engine } = usePerson();
  const [sides, setSides] = useState<Sides | null>(null);
  const text = conflictWords(conflict);

  useEffect(() => {
    void (async () => {
      const [mine, base] = [(await db.texts.get(row.id))?.content ?? '', (await db.bases.get(row.id))?.content ?? null];
      const theirs = conflict.theirs?.content ?? null;
      setSides({ mine, base, proposal: conflict.merge ?? (theirs === null ? null : proposed(mine, base ?? '', theirs)) });
    })();
  }, [db, row.id, conflict]);

  const decide = async (decision: Decision, done: string): Promise<void> => {
    try {
      await service.decide(row.id, decision);
      engine.kick();
      notify(done);
      onClose();
    } catch (cause) { notify(words(cause)); }
  };

  if (sides === null) return null;
  if (conflict.kind === 'stale' && conflict.theirs !== null && sides.proposal !== null) {
    return <Stale row={row} conflict={conflict} theirs={conflict.theirs} sides={sides} proposal={sides.proposal} onClose={onClose} decide={decide} />;
  }
  return (
    <Dialog title={text.title} isOpen onClose={onClose} actions={<>
      <Button onPress={onClose}>Later</Button>
      {conflict.theirs !== null && <Button onPress={() => { void decide({ keep: 'theirs' }, 'Theirs is kept; your text is a document beside it.'); }}>Keep theirs</Button>}
      {conflict.theirs === null && <Button variant="danger" onPress={() => { void decide({ keep: 'nothing' }, 'Your text is gone from this browser.'); }}>Discard mine</Button>}
      <Button variant="primary" onPress={() => { void decide({ keep: 'mine' }, conflict.kind === 'deleted' ? 'Your text goes on as a document of its own.' : 'Yours is kept.'); }}>{conflict.kind === 'deleted' ? 'Keep mine as a new document' : conflict.kind === 'rejected' ? 'Try mine again' : 'Keep mine'}</Button>
    </>}>
      <p>{text.long}</p>
      <p className="quiet">{outcome(conflict)}</p>
      <div className="conflict-text"><pre>{sides.mine.slice(0, 20_000)}</pre></div>
    </Dialog>
  );
}

function outcome(conflict: ConflictRow): string {
  switch (conflict.kind) {
    case 'deleted': return '“Keep mine as a new document” writes your text again under the same title. “Discard mine” lets the deletion stand; what the server had can be restored from the trash.';
    case 'rejected': return conflict.theirs === null ? '“Try mine again” sends your text once more as a document of its own. “Discard mine” drops it from this browser.' : '“Try mine again” sends your text once more. “Keep theirs” takes the server’s; yours stays as a document beside it.';
    case 'lost': return 'Copy what you need. “Discard mine” drops it from this browser.';
    case 'stale': return '';
  }
}

function Stale({ row, conflict, theirs, sides, proposal, onClose, decide }: {
  row: DocumentRow; conflict: ConflictRow; theirs: NonNullable<ConflictRow['theirs']>; sides: Sides; proposal: Proposal; onClose: () => void; decide: (decision: Decision, done: string) => Promise<void>;
}) {
  const [merged, setMerged] = useState(proposal.content);
  const [title, setTitle] = useState(row.title);
  const [wide, setWide] = useState(window.innerWidth >= 1000);
  useEffect(() => {
    const media = window.matchMedia('(min-width: 1000px)');
    const change = (): void => { setWide(media.matches); };
    media.addEventListener('change', change);
    return () => { media.removeEventListener('change', change); };
  }, []);
  const marks = hasMarks(merged);
  const columns = [
    { id: 'mine', label: 'Mine', note: 'What you wrote in this browser', content: <DiffView before={sides.base ?? theirs.content} after={sides.mine} label="Mine" whole /> },
    { id: 'merge', label: 'Merge', note: proposal.clean ? 'Both changes fit together. Look at it, and change what you like.' : 'Some lines changed on both sides. They stand between marks: keep what is right.', content: <MergeEditor initial={merged} onText={setMerged} label="The merged text" /> },
    { id: 'theirs', label: 'Theirs', note: `What the server has, written ${ago(theirs.updatedAt)}`, content: <DiffView before={sides.base ?? sides.mine} after={theirs.content} label="Theirs" whole /> },
  ];
  return (
    <Dialog title={`“${row.title}” changed in two places`} isOpen onClose={onClose} wide actions={<>
      <Button onPress={onClose}>Later</Button>
      <Button onPress={() => { void decide({ keep: 'mine' }, 'Yours is kept; theirs is a version.'); }}>Keep mine</Button>
      <Button onPress={() => { void decide({ keep: 'theirs' }, 'Theirs is kept; yours is a document beside it.'); }}>Keep theirs</Button>
      <Button variant="primary" isDisabled={marks} onPress={() => { void decide({ keep: 'text', title, content: merged }, 'The merge is kept.'); }}>Use this merge</Button>
    </>}>
      <p className="quiet">{conflictWords(conflict).long} If you keep yours, theirs stays among the versions. If you keep theirs, yours becomes a document beside it.</p>
      {theirs.title !== row.title && <TextField label="Title" value={title} onChange={setTitle} hint={`There it is called “${theirs.title}”.`} />}
      {wide ? (
        <div className="conflict-columns">
          {columns.map((column) => (
            <section key={column.id} className={`conflict-column ${column.id}`} aria-label={column.label}>
              <h3>{column.label} {column.id === 'merge' && <Badge {...(proposal.clean ? {} : { kind: 'warn' as const })}>{proposal.clean ? 'clean' : 'needs you'}</Badge>}</h3>
              <p className="small quiet">{column.note}</p>
              <div className="conflict-pane"><Suspense fallback={null}>{column.content}</Suspense></div>
            </section>))}
        </div>
      ) : <Tabs label="Both sides" tabs={columns.map((column) => ({ id: column.id, label: column.label, content: <><p className="small quiet">{column.note}</p><div className="conflict-pane"><Suspense fallback={null}>{column.content}</Suspense></div></> }))} />}
      {marks && <Banner kind="warn">The merge still has marks (“&lt;&lt;&lt;&lt;&lt;&lt;&lt;”). Take them out, then it can be used.</Banner>}
    </Dialog>
  );
}
