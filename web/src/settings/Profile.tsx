import { useState } from 'react';
import { useLocation } from 'wouter';
import * as api from '../api/account';
import type { Me } from '../api/types';
import { Fields } from '../account/Card';
import { when } from '../app/format';
import { notify } from '../app/notices';
import { useDoors } from '../app/person';
import { Badge, Button, Dialog, TextField } from '../ui';
import { Fetched, Said, Section, useAct, useRemote } from './remote';

export function Profile() {
  const remote = useRemote(api.me);
  return <Fetched remote={remote} rows={6}>{(me) => <><Name me={me} reload={remote.reload} /><Email me={me} /><Gone /></>}</Fetched>;
}

function Name({ me, reload }: { me: Me; reload: () => Promise<void> }) {
  const { changed } = useDoors();
  return (
    <Section title="Name" about="What others in your workspaces see.">
      <Fields fields={[{ name: 'displayName', label: 'Display name', autoComplete: 'name', optional: true, maxLength: 200, defaultValue: me.displayName ?? '' }]} action="Save the name" onSend={async ({ displayName = '' }) => {
        await changed(api.account(await api.rename(displayName.trim() === '' ? null : displayName.trim())));
        await reload();
        notify('Your name is saved.');
      }} />
      <dl className="facts"><dt>Account</dt><dd>{me.id}</dd><dt>Since</dt><dd>{when(me.createdAt)}</dd></dl>
    </Section>
  );
}

function Email({ me }: { me: Me }) {
  const { busy, trouble, act } = useAct();
  const [asked, setAsked] = useState<string | null>(null);
  const verify = (): void => { void act(async () => { await api.sendVerification(); notify(`A link is on its way to ${me.email ?? 'you'}.`); }); };
  return (
    <Section title="E-mail">
      <p>{me.email == null ? 'This account has no e-mail address. With one, a lost password or passkey can be replaced by mail.' : <>{me.email} {me.emailVerified ? <Badge>confirmed</Badge> : <Badge kind="warn">not confirmed</Badge>}</>}</p>
      {trouble !== null && <Said trouble={trouble} />}
      {me.email != null && !me.emailVerified && <Button isDisabled={busy} onPress={verify}>Mail me the link again</Button>}
      {asked !== null && <p role="status">A link is on its way to {asked}. The address changes when it is opened; until then the old one holds.</p>}
      <Fields fields={[{ name: 'email', label: me.email == null ? 'E-mail address' : 'Another address', type: 'email', autoComplete: 'email' }]} action={me.email == null ? 'Add the address' : 'Change the address'}
        onSend={async ({ email = '' }) => { await api.changeEmail(email); setAsked(email); }} />
    </Section>
  );
}

/** The account and everything that is its own. */
function Gone() {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const { leave } = useDoors();
  const [, navigate] = useLocation();
  const { busy, trouble, act } = useAct();
  const go = (): void => {
    void act(async () => {
      await api.deleteAccount();
      await leave(true);
      navigate('/welcome');
      notify('Your account is deleted, and the copy in this browser with it.');
    });
  };
  return (
    <Section title="Delete the account" about="All that is yours alone goes with it, here and on the server. Workspaces that others own stay theirs.">
      <Button variant="danger" onPress={() => { setAsking(true); }}>Delete my account…</Button>
      <Dialog title="Delete your account?" isOpen={asking} onClose={() => { setAsking(false); }} role="alertdialog" actions={<>
        <Button onPress={() => { setAsking(false); }} autoFocus>Cancel</Button>
        <Button variant="danger" isDisabled={busy || typed !== 'delete'} onPress={go}>Delete it for good</Button>
      </>}>
        <p>This can’t be taken back. Export what you want to keep first.</p>
        {trouble !== null && <Said trouble={trouble} />}
        <TextField label="Type “delete” to go on" value={typed} onChange={setTyped} autoComplete="off" />
      </Dialog>
    </Section>
  );
}
