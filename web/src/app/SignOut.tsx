/** Signing out keeps the local copy or removes it: that is asked, and what would be lost is said. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button, Checkbox, Dialog } from '../ui';
import { words } from './format';
import { notify } from './notices';
import { useDoors } from './person';

export function SignOut({ onClose }: { onClose: () => void }) {
  const { person: { db }, leave } = useDoors();
  const [, navigate] = useLocation();
  const [wipe, setWipe] = useState(false);
  const [busy, setBusy] = useState(false);
  const unsent = useLiveQuery(async () => {
    const changes = new Set((await db.queue.toArray()).map(({ recordId }) => recordId));
    for (const id of await db.conflicts.toCollection().primaryKeys()) changes.add(id);
    return { changes: changes.size, files: await db.attachments.where('state').notEqual('stored').count() };
  }, [db]);
  const lost = (unsent?.changes ?? 0) + (unsent?.files ?? 0);
  const out = async (): Promise<void> => {
    setBusy(true);
    try {
      await leave(wipe);
      navigate('/welcome');
      notify(wipe ? 'Signed out. The copy in this browser is gone.' : 'Signed out. The copy in this browser is kept for your next sign-in.');
      onClose();
    } catch (cause) {
      notify(words(cause));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Sign out" isOpen onClose={onClose} role="alertdialog" actions={<>
      <Button onPress={onClose} autoFocus>Cancel</Button>
      <Button variant={wipe && lost > 0 ? 'danger' : 'primary'} isDisabled={busy || unsent === undefined} onPress={() => { void out(); }}>{wipe ? 'Sign out and remove the copy' : 'Sign out and keep the copy'}</Button>
    </>}>
      <p>This browser holds a copy of your documents, so that they open at once and without a network. Kept, it can be read by whoever uses this browser’s profile.</p>
      <Checkbox isSelected={wipe} onChange={setWipe}>Remove the copy from this browser</Checkbox>
      <p role="status" className={wipe && lost > 0 ? 'out-warning' : 'quiet'}>{unsent === undefined ? ' ' : lost === 0 ? 'Everything in it is also on the server.' : wordsOf(unsent, wipe)}</p>
    </Dialog>
  );
}

function wordsOf({ changes, files }: { changes: number; files: number }, wipe: boolean): string {
  const parts = [...(changes > 0 ? [changes === 1 ? '1 change' : `${changes} changes`] : []), ...(files > 0 ? [files === 1 ? '1 file' : `${files} files`] : [])];
  const one = changes + files === 1;
  return `${parts.join(' and ')} ${one ? 'was' : 'were'} never sent to the server${wipe ? ` and will be lost.` : `. ${one ? 'It stays' : 'They stay'} in the copy.`}`;
}
