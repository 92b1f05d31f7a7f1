/** Who is in a workspace. The server keeps the list; what one may not do is said beside it. */
import { useCallback, useEffect, useState } from 'react';
import { when, words } from '../app/format';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import { changeRole, collected, invite, type Invited, membersOf, removeMember } from '../api/documents';
import type { Member, Role } from '../api/types';
import { Badge, Banner, Button, ConfirmDialog, Select, TextField } from '../ui';
import { useWorkspace } from './context';
import { useNetwork } from './network';
import { canAdminister, canInvite, ROLE_HINTS, ROLE_WORDS, useKept } from './reading';

const ROLES: Role[] = ['owner', 'member', 'editor', 'viewer'];

export function Members() {
  const { db, who } = usePerson();
  const { space } = useWorkspace();
  const network = useNetwork();
  const [members, setMembers] = useState<Member[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<Member | null>(null);
  // The server mails invitations and tells no list of them: this browser remembers those that it sent.
  const invited = useKept(`invited:${space.id}`, async (base) => ((await base.note<Invited[]>(`invited:${space.id}`)) ?? []).filter((one) => new Date(one.expiresAt) > new Date())) ?? [];
  const me = who === null || who === 'guest' ? null : who.id;
  const ready = network.ready && space.version !== 0;

  const load = useCallback(async () => {
    try {
      setMembers(await collected(membersOf(space.id)));
      setTrouble(null);
    } catch (cause) { setTrouble(words(cause)); }
  }, [space.id]);
  useEffect(() => { if (ready) void load(); }, [ready, load]);

  if (!network.ready) return <p className="quiet">{network.why}</p>;
  if (space.version === 0) return <p className="quiet">This workspace hasn’t been synced yet. People can be invited as soon as it has.</p>;

  const act = async (work: () => Promise<unknown>, done: string): Promise<void> => {
    try {
      await work();
      notify(done);
      await load();
    } catch (cause) { setTrouble(words(cause)); }
  };
  const owners = members?.filter((member) => member.role === 'owner').length ?? 0;
  const administers = canAdminister(space.role);
  const pending = invited.filter((one) => members?.every((member) => member.email !== one.email) ?? true);

  return (
    <>
      {trouble !== null && <Banner kind="danger" actions={<Button onPress={() => { void load(); }}>Try again</Button>}>{trouble}</Banner>}
      {members === null && trouble === null && <p className="quiet" role="status">Fetching…</p>}
      <ul className="list">
        {members?.map((member) => {
          const lastOwner = member.role === 'owner' && owners === 1;
          return (
            <li key={member.userId} className="spread member">
              <span className="member-name">{member.email ?? 'Somebody'} {member.userId === me && <Badge>You</Badge>}<br /><span className="quiet small">{lastOwner ? 'The only owner: make somebody else one first to step down' : ROLE_HINTS[member.role]}</span></span>
              <span className="row">
                {administers
                  ? <Select<Role> label={`Role of ${member.email ?? 'this person'}`} hideLabel value={member.role} isDisabled={lastOwner} onChange={(role) => { void act(() => changeRole(space.id, member.userId, role), `${member.email ?? 'This person'} is ${ROLE_WORDS[role].toLowerCase()} now.`); }} options={ROLES.map((role) => ({ id: role, label: ROLE_WORDS[role] }))} />
                  : <span className="quiet">{ROLE_WORDS[member.role]}</span>}
                {administers && member.userId !== me && <Button variant="danger" onPress={() => { setLeaving(member); }}>Remove</Button>}
              </span>
            </li>);
        })}
        {pending.map((one) => <li key={one.id} className="spread member"><span className="member-name">{one.email}<br /><span className="quiet small">Invited as {ROLE_WORDS[one.role].toLowerCase()}, until {when(one.expiresAt)}</span></span><Badge>Pending</Badge></li>)}
      </ul>
      {canInvite(space.role) ? <InviteForm asOwner={administers} onInvite={async (email, role) => {
        const answer = await invite(space.id, email, role);
        if ('status' in answer) await db.keep(`invited:${space.id}`, [...invited.filter((one) => one.email !== answer.email), answer]);
        notify('status' in answer ? `${email} gets a mail with a link that is good for a week.` : `${email} is in this workspace now.`);
        await load();
      }} /> : <p className="quiet small">Owners and members invite people.</p>}
      {leaving !== null && <ConfirmDialog title={`Remove ${leaving.email ?? 'this person'}?`} isOpen onClose={() => { setLeaving(null); }} action="Remove" danger onConfirm={() => { void act(() => removeMember(space.id, leaving.userId), `${leaving.email ?? 'This person'} is out.`); }}>
        <p>They can’t read or write here any more. What they wrote stays.</p>
      </ConfirmDialog>}
    </>
  );
}

function InviteForm({ asOwner, onInvite }: { asOwner: boolean; onInvite: (email: string, role: Role) => Promise<void> }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const [error, setError] = useState<string | null>(null);
  const send = (): void => { onInvite(email.trim(), role).then(() => { setEmail(''); setError(null); }, (cause: unknown) => { setError(words(cause)); }); };
  return (
    <form className="row invite-form" onSubmit={(event) => { event.preventDefault(); if (email.includes('@')) send(); }}>
      <TextField label="Invite by email" type="email" value={email} onChange={setEmail} error={error} placeholder="name@example.org" />
      <Select<Role> label="As" value={role} onChange={setRole} options={ROLES.filter((one) => asOwner || one !== 'owner').map((one) => ({ id: one, label: ROLE_WORDS[one] }))} />
      <Button type="submit" isDisabled={!email.includes('@')}>Invite</Button>
    </form>
  );
}
