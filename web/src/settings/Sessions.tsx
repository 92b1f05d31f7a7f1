import { useState } from 'react';
import * as api from '../api/account';
import { ago, when } from '../app/format';
import { notify } from '../app/notices';
import { Badge, Button, ConfirmDialog } from '../ui';
import { deviceOf } from '../app/deviceName';
import { Fetched, Said, Section, useAct, useRemote } from './remote';

export function Sessions() {
  const remote = useRemote(api.sessions);
  const { busy, trouble, act } = useAct();
  const [asking, setAsking] = useState(false);
  const end = async (work: () => Promise<void>, said: string): Promise<void> => {
    if (await act(work)) notify(said);
    await remote.reload();
  };
  return (
    <Section title="Where you are signed in" about="End a session that you don’t know, and change your password.">
      {trouble !== null && <Said trouble={trouble} />}
      <Fetched remote={remote} rows={3}>{(items) => <>
        <ul className="list settings-list">{items.map((session) => (
          <li key={session.id}>
            <span className="what"><span title={session.userAgent}>{deviceOf(session.userAgent)} {session.current && <Badge>this one</Badge>}</span>
              <span className="small quiet">{session.ip}, used {ago(session.lastUsedAt)}, since {when(session.createdAt)}</span></span>
            {!session.current && <Button isDisabled={busy} aria-label={`End the session of ${deviceOf(session.userAgent)}, ${session.ip}`} onPress={() => { void end(() => api.endSession(session.id), 'The session has ended.'); }}>End</Button>}
          </li>))}
        </ul>
        {items.length > 1 && <Button variant="danger" isDisabled={busy} onPress={() => { setAsking(true); }}>End all others…</Button>}
        <ConfirmDialog title="End all other sessions?" isOpen={asking} onClose={() => { setAsking(false); }} action="End them" danger onConfirm={() => { void end(api.endOtherSessions, 'All other sessions have ended.'); }}>
          <p>Everybody who uses your account elsewhere must sign in again. What they have not synced stays on their devices.</p>
        </ConfirmDialog>
      </>}</Fetched>
    </Section>
  );
}
