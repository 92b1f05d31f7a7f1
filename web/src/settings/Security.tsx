/** How one signs in: password, passkeys, second factor, recovery codes. */
import { useState } from 'react';
import * as api from '../api/account';
import type { Passkey } from '../api/types';
import { Fields, PASSWORD } from '../account/Card';
import { canPasskey, GivenUp } from '../account/passkeys';
import { RecoveryCodes } from '../account/RecoveryCodes';
import { addPasskey } from '../account/Steps';
import { deviceOf } from '../app/deviceName';
import { ago, when } from '../app/format';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import { ActionMenu, Button, ConfirmDialog, Dialog, TextField } from '../ui';
import { Fetched, Said, Section, useAct, useRemote } from './remote';
import { SecondFactor } from './SecondFactor';
import '../account/account.css';

export function Security() {
  return <><Passkeys /><Password /><SecondFactor /><Codes /></>;
}

function Passkeys() {
  const remote = useRemote(api.passkeys);
  const { busy, trouble, act } = useAct();
  const [renamed, setRenamed] = useState<Passkey | null>(null);
  const [removed, setRemoved] = useState<Passkey | null>(null);
  const add = async (): Promise<void> => {
    await act(async () => {
      try {
        await addPasskey(deviceOf(navigator.userAgent));
        notify('The passkey is added.');
      } catch (cause) {
        if (!(cause instanceof GivenUp)) throw cause;
      }
    });
    await remote.reload();
  };
  const drop = async (passkey: Passkey): Promise<void> => {
    if (await act(() => api.removePasskey(passkey.id))) notify(`“${passkey.name}” is removed.`);
    await remote.reload();
  };
  return (
    <Section title="Passkeys" about="A passkey signs you in with your fingerprint, face or device code. Two of them on different devices keep you from being locked out.">
      {trouble !== null && <Said trouble={trouble} />}
      <Fetched remote={remote}>{(items) => items.length === 0 ? <p>You have none yet.</p> : (
        <ul className="list settings-list">{items.map((passkey) => (
          <li key={passkey.id}>
            <span className="what"><span>{passkey.name}</span><span className="small quiet">{`Added ${ago(passkey.createdAt)}, ${passkey.lastUsedAt == null ? 'never used' : `used ${ago(passkey.lastUsedAt)}`}${passkey.backedUp ? ', backed up by its maker' : ', on one device only'}`}</span></span>
            <ActionMenu label={`What to do with ${passkey.name}`} entries={[
              { id: 'rename', label: 'Rename…', icon: 'edit', run: () => { setRenamed(passkey); } },
              { id: 'remove', label: 'Remove…', icon: 'trash', danger: true, run: () => { setRemoved(passkey); } },
            ]} />
          </li>))}
        </ul>)}
      </Fetched>
      {canPasskey() ? <Button icon="add" isDisabled={busy} onPress={() => { void add(); }}>Add a passkey</Button> : <p className="quiet">This browser can’t make passkeys at this address.</p>}
      {renamed !== null && <Rename passkey={renamed} onClose={() => { setRenamed(null); }} reload={remote.reload} />}
      <ConfirmDialog title="Remove this passkey?" isOpen={removed !== null} onClose={() => { setRemoved(null); }} action="Remove" danger onConfirm={() => { if (removed !== null) void drop(removed); }}>
        <p>“{removed?.name}” won’t open your account any more. Your device may go on offering it until you delete it there, too.</p>
      </ConfirmDialog>
    </Section>
  );
}

function Rename({ passkey, onClose, reload }: { passkey: Passkey; onClose: () => void; reload: () => Promise<void> }) {
  const [name, setName] = useState(passkey.name);
  const { busy, trouble, act } = useAct();
  const save = async (): Promise<void> => {
    if (!(await act(async () => { await api.renamePasskey(passkey.id, name.trim()); }))) return;
    await reload();
    onClose();
  };
  return (
    <Dialog title="Rename the passkey" isOpen onClose={onClose} actions={<><Button onPress={onClose}>Cancel</Button><Button variant="primary" isDisabled={busy || name.trim() === ''} onPress={() => { void save(); }}>Rename</Button></>}>
      {trouble !== null && <Said trouble={trouble} />}
      <TextField label="Name" value={name} onChange={setName} maxLength={100} autoFocus onKeyDown={(event) => { if (event.key === 'Enter') void save(); }} />
    </Dialog>
  );
}

function Password() {
  return (
    <Section title="Password" about="Changing it ends all other sessions.">
      <Fields fields={[
        { name: 'current', label: 'Password now', type: 'password', autoComplete: 'current-password', optional: true, maxLength: 128, hint: 'Leave it empty if you have none yet.' },
        { name: 'password', label: 'New password', autoComplete: 'new-password', hint: '10 to 128 characters.', ...PASSWORD },
      ]} action="Change the password" onSend={async ({ current = '', password = '' }) => {
        await api.changePassword(current === '' ? null : current, password);
        notify('Your password is changed. All other sessions have ended.');
      }} />
    </Section>
  );
}

function Codes() {
  const { who } = usePerson();
  const { busy, trouble, act } = useAct();
  const [codes, setCodes] = useState<string[] | null>(null);
  const [asking, setAsking] = useState(false);
  const make = (): void => { void act(async () => { setCodes(await api.newRecoveryCodes()); }); };
  return (
    <Section title="Recovery codes" about="Ten codes on paper that open the account when everything else is lost. Making new ones ends the old ones.">
      {trouble !== null && <Said trouble={trouble} />}
      <Button icon="key" isDisabled={busy} onPress={() => { setAsking(true); }}>Make new codes…</Button>
      <ConfirmDialog title="Make new recovery codes?" isOpen={asking} onClose={() => { setAsking(false); }} action="Make new codes" onConfirm={make}><p>Codes that you made before no longer work then.</p></ConfirmDialog>
      <Dialog title="Your recovery codes" isOpen={codes !== null} onClose={() => undefined} role="alertdialog">
        <RecoveryCodes codes={codes ?? []} account={who !== null && who !== 'guest' ? who.email ?? `account ${who.id}` : ''} onDone={() => { setCodes(null); }} action="Done" />
        <p className="small quiet">Made {when(new Date().toISOString())}</p>
      </Dialog>
    </Section>
  );
}
