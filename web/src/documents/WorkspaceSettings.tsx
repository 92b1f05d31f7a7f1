/** A workspace's people, name, preference for models, export, and its end. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { words } from '../app/format';
import { notify } from '../app/notices';
import { usePage } from '../app/page';
import { usePerson } from '../app/person';
import { changeWorkspace, deleteWorkspace, restoreWorkspace } from '../api/documents';
import { Banner, Button, ConfirmDialog, Dialog, Select, TextField } from '../ui';
import { useWorkspace } from './context';
import { Export } from './Export';
import { Frame } from './Frame';
import { Members } from './Members';
import { useNetwork } from './network';
import { canAdminister } from './reading';
import { useSpaceCommands } from './spaceCommands';

export function WorkspaceSettings() {
  return <Frame document=""><Settings /></Frame>;
}

function Settings() {
  const { space } = useWorkspace();
  const { db } = usePerson();
  useSpaceCommands();
  usePage({ title: 'Settings', trail: [{ label: space.name, href: `/w/${space.id}` }] });
  return (
    <div className="page settings-page">
      <header className="page-head"><h1>{space.name}</h1><p className="quiet">Settings of this workspace</p></header>
      <section className="stack" aria-labelledby="general-head"><h2 id="general-head">General</h2><General key={space.name} /></section>
      <section className="stack" id="people" aria-labelledby="people-head"><h2 id="people-head">People</h2><Members /></section>
      <section className="stack" aria-labelledby="export-head"><h2 id="export-head">Export</h2><Export /></section>
      <section className="stack" aria-labelledby="end-head"><h2 id="end-head">{db.guest ? 'Delete' : 'Leave or delete'}</h2><Ending /></section>
    </div>
  );
}

function General() {
  const { db, engine } = usePerson();
  const { space } = useWorkspace();
  const network = useNetwork();
  const [name, setName] = useState(space.name);
  const [error, setError] = useState<string | null>(null);
  const allowed = canAdminister(space.role);
  // Without an account, or before the server knows the workspace, this browser alone has a say in it.
  const local = db.guest;
  const why = !allowed ? 'Owners change these.' : local ? null : network.why;

  const change = async (changes: { name?: string; aiMode?: 'byo' | 'proxy' }): Promise<void> => {
    try {
      if (!local) await changeWorkspace(space.id, changes);
      await db.spaces.update(space.id, { ...changes, updatedAt: new Date().toISOString() });
      engine.kick();
      setError(null);
      notify('Saved.');
    } catch (cause) { setError(words(cause)); }
  };
  const trimmed = name.trim();
  return (
    <>
      {why !== null && <p className="quiet small">{why}</p>}
      <form className="row name-form" onSubmit={(event) => { event.preventDefault(); if (trimmed !== '' && trimmed !== space.name) void change({ name: trimmed }); }}>
        <TextField label="Name" value={name} onChange={setName} error={error} isDisabled={why !== null} maxLength={200} />
        <Button type="submit" isDisabled={why !== null || trimmed === '' || trimmed === space.name}>Rename</Button>
      </form>
      <Select label="Asking models about documents" value={space.aiMode} onChange={(aiMode) => { void change({ aiMode }); }} isDisabled={why !== null}
        options={[{ id: 'byo', label: 'With one’s own key, straight from the browser' }, { id: 'proxy', label: 'Through this server' }]} />
    </>
  );
}

function Ending() {
  const { db, who, engine } = usePerson();
  const { space, documents } = useWorkspace();
  const network = useNetwork();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<'delete' | 'leave' | null>(null);
  const [typed, setTyped] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const unsent = documents.filter((row) => row.dirty === 1).length;
  const owner = canAdminister(space.role);
  const me = who === null || who === 'guest' ? null : who.id;

  const drop = async (): Promise<void> => {
    try {
      if (!db.guest && space.version !== 0) await deleteWorkspace(space.id);
      await forgetSpace();
      navigate('/');
      notify(`“${space.name}” is deleted.`, db.guest || space.version === 0 ? undefined : { label: 'Undo', run: () => { void restoreWorkspace(space.id).then(() => { engine.kick(); }, (cause: unknown) => { notify(words(cause)); }); } });
    } catch (cause) { setTrouble(words(cause)); }
  };
  const leave = async (): Promise<void> => {
    try {
      const { removeMember } = await import('../api/documents');
      if (me !== null) await removeMember(space.id, me);
      await forgetSpace();
      navigate('/');
      notify(`You left “${space.name}”.`);
    } catch (cause) { setTrouble(words(cause)); }
  };
  const forgetSpace = (): Promise<void> => db.transaction('rw', db.tables, async () => {
    const ids = await db.documents.where('spaceId').equals(space.id).primaryKeys();
    const files = await db.attachments.where('spaceId').equals(space.id).primaryKeys();
    await Promise.all([db.documents, db.texts, db.bases, db.conflicts, db.live].map((table) => (table as typeof db.texts).bulkDelete(ids)));
    await db.theirs.bulkDelete(ids);
    await db.attachments.bulkDelete(files);
    await db.files.bulkDelete(files);
    await db.queue.filter((entry) => entry.spaceId === space.id).delete();
    await db.members.where('spaceId').equals(space.id).delete();
    await db.spaces.delete(space.id);
  });

  const whyNot = db.guest || space.version === 0 ? null : network.why;
  return (
    <>
      {trouble !== null && <Banner kind="danger">{trouble}</Banner>}
      {whyNot !== null && <p className="quiet small">{whyNot}</p>}
      {!owner && <p className="quiet small">Owners can delete it.</p>}
      <div className="row">
        {!db.guest && <Button isDisabled={whyNot !== null || space.version === 0} onPress={() => { setAsking('leave'); }}>Leave…</Button>}
        <Button variant="danger" isDisabled={whyNot !== null || !owner} onPress={() => { setTyped(''); setAsking('delete'); }}>Delete this workspace…</Button>
      </div>
      {asking === 'leave' && <ConfirmDialog title={`Leave “${space.name}”?`} isOpen onClose={() => { setAsking(null); }} action="Leave" danger onConfirm={() => { void leave(); }}>
        <p>It goes from your browsers. Somebody in it has to invite you if you want to come back.</p>{unsent > 0 && <p>You have changes in it that aren’t synced. They would be lost.</p>}
      </ConfirmDialog>}
      {asking === 'delete' && (
        <Dialog title={`Delete “${space.name}”?`} isOpen onClose={() => { setAsking(null); }} role="alertdialog" actions={<>
          <Button onPress={() => { setAsking(null); }}>Cancel</Button>
          <Button variant="danger" isDisabled={typed.trim() !== space.name} onPress={() => { setAsking(null); void drop(); }}>Delete</Button>
        </>}>
          <p>{db.guest ? `Its ${documents.length.toLocaleString()} documents are only in this browser: they are gone then, and nobody can bring them back.` : 'It goes for everybody in it. An owner can bring it back for 30 days.'}</p>
          <TextField label={`Type the name “${space.name}” to go on`} value={typed} onChange={setTyped} autoFocus />
        </Dialog>)}
    </>
  );
}
