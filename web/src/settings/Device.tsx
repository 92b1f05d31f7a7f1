import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { bytes } from '../app/format';
import { install, useCanInstall } from '../app/install';
import { notify } from '../app/notices';
import { askToSignOut } from '../app/overlay';
import { useDoors } from '../app/person';
import { askToKeep, keepingWords, type Room, room, roomWords } from '../app/storage';
import { deviceSettings, setDevice } from '../local/device';
import { Button, ConfirmDialog, TextField } from '../ui';
import { deviceOf } from '../app/deviceName';
import { Section } from './remote';

export function Device() {
  return <><Name /><Storage /><Copy /><Install /></>;
}

function Name() {
  const { person: { db } } = useDoors();
  const kept = useLiveQuery(async () => (await deviceSettings()).deviceName, []);
  const [name, setName] = useState<string | null>(null);
  if (kept === undefined) return null;
  const usual = deviceOf(navigator.userAgent);
  const save = async (): Promise<void> => {
    const wanted = (name ?? '').trim();
    await setDevice('deviceName', wanted);
    await db.keep('deviceName', wanted === '' ? usual : wanted);
    notify('The name is saved.');
  };
  return (
    <Section title="Name of this device" about="Copies of documents that were changed in two places carry it, so that you know where they come from.">
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <TextField label="Name" value={name ?? kept} onChange={setName} placeholder={usual} maxLength={60} autoComplete="off" />
        <Button type="submit" variant="primary" isDisabled={name === null || name.trim() === kept}>Save the name</Button>
      </form>
    </Section>
  );
}

function Storage() {
  const { person: { db } } = useDoors();
  const [state, setState] = useState<Room | null>(null);
  useEffect(() => { void room().then(setState); }, []);
  const counts = useLiveQuery(async () => {
    let attached = 0;
    await db.files.each(({ blob }) => { attached += blob.size; });
    return { documents: await db.documents.count(), attached };
  }, [db]);
  return (
    <Section title="Storage">
      <dl className="facts">
        <dt>Documents here</dt><dd>{counts?.documents.toLocaleString() ?? '…'}</dd>
        <dt>Attachments kept here</dt><dd>{counts === undefined ? '…' : bytes(counts.attached)}</dd>
        <dt>Room</dt><dd>{state === null ? '…' : roomWords(state)}</dd>
        <dt>Kept when the disk is full</dt><dd>{state === null ? '…' : keepingWords(state.persisted)}</dd>
      </dl>
      {state?.persisted === false && <Button onPress={() => { void askToKeep().then((next) => { setState(next); notify(keepingWords(next.persisted)); }); }}>Ask the browser to keep them</Button>}
    </Section>
  );
}

function Copy() {
  const { person: { who, db }, leave } = useDoors();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const documents = useLiveQuery(() => db.documents.count(), [db]) ?? 0;
  if (who === 'guest') {
    return (
      <Section title="Documents in this browser" about="They are nowhere else.">
        <Button variant="danger" onPress={() => { setAsking(true); }}>Delete everything in this browser…</Button>
        <ConfirmDialog title="Delete everything?" isOpen={asking} onClose={() => { setAsking(false); }} action={documents === 1 ? 'Delete 1 document' : `Delete ${documents.toLocaleString()} documents`} danger onConfirm={() => {
          void leave(true).then(() => { navigate('/welcome'); notify('Everything is deleted.'); });
        }}><p>What you wrote without an account is gone then, and nobody can bring it back.</p></ConfirmDialog>
      </Section>
    );
  }
  return (
    <Section title="Local copy" about="This browser keeps a copy of your documents, so that they open at once and without a network. Signing out asks whether it stays.">
      <Button onPress={askToSignOut}>Sign out…</Button>
    </Section>
  );
}

function Install() {
  const can = useCanInstall();
  if (!can) return null;
  return <Section title="As an app" about="Installed, Holdfast has a window and an icon of its own. It works the same."><Button icon="download" onPress={() => { void install(); }}>Install Holdfast</Button></Section>;
}
