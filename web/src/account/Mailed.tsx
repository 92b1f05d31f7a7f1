/** Where mailed links lead. Nothing is confirmed before a button is pressed: programs that look through mail open links, too. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import * as api from '../api/account';
import { drop, entered } from '../api/session';
import { notify } from '../app/notices';
import { usePage } from '../app/page';
import { useDoors, usePerson } from '../app/person';
import { Button, ButtonLink } from '../ui';
import { mailedToken, spendToken } from './address';
import { Card, Fields, PASSWORD } from './Card';

function NoToken({ what }: { what: string }) {
  return <Card title="This link is incomplete"><p>A part of it got lost on the way, or it was used already. Open the link in the {what} again, or ask for a new one.</p><ButtonLink href="/">To the documents</ButtonLink></Card>;
}

export function ResetPassword() {
  usePage({ title: 'Set a new password' });
  const [token] = useState(mailedToken);
  const [, navigate] = useLocation();
  if (token === null) return <NoToken what="mail" />;
  return (
    <Card title="Set a new password">
      <p>It has 10 to 128 characters. All sessions of your account end when it is set.</p>
      <Fields fields={[{ name: 'password', label: 'New password', autoComplete: 'new-password', autoFocus: true, ...PASSWORD }]} action="Set the password"
        onSend={async ({ password = '' }) => {
          await api.resetPassword(token, password);
          spendToken();
          // It ended its account's sessions; which of them was this browser's nobody says.
          drop();
          navigate('/sign-in?notice=reset', { replace: true });
        }} />
    </Card>
  );
}

export function VerifyEmail() {
  usePage({ title: 'Confirm your e-mail address' });
  const [token] = useState(mailedToken);
  const [done, setDone] = useState(false);
  const { person: { who }, changed } = useDoors();
  if (done) return <Card title="Your e-mail address is confirmed"><ButtonLink variant="primary" href="/">To the documents</ButtonLink></Card>;
  if (token === null) return <NoToken what="mail" />;
  return (
    <Card title="Confirm your e-mail address">
      <p>One press, and the address that this link was mailed to is confirmed as yours.</p>
      <Fields fields={[]} action="Confirm" onSend={async () => {
        await api.verifyEmail(token);
        spendToken();
        setDone(true);
        // The address of the account may be another one now.
        if (who !== null && who !== 'guest' && entered()) await api.me().then((me) => changed(api.account(me))).catch(() => undefined);
      }} />
    </Card>
  );
}

export function AcceptInvite() {
  usePage({ title: 'You are invited' });
  const [token] = useState(mailedToken);
  const { who, engine } = usePerson();
  const [, navigate] = useLocation();
  if (token === null) return <NoToken what="invitation" />;
  if (who === null || who === 'guest') {
    return (
      <Card title="You are invited">
        <p>Somebody wants to share a workspace with you. Sign in or make an account to accept; the invitation waits here meanwhile.</p>
        <ButtonLink variant="primary" href={`/sign-in?notice=invited&then=${encodeURIComponent('/invites/accept')}`}>Sign in to sync</ButtonLink>
      </Card>
    );
  }
  return (
    <Card title="You are invited">
      <p>You accept as <strong>{who.email ?? who.displayName ?? 'the account that is signed in'}</strong>.</p>
      <Fields fields={[]} action="Accept" onSend={async () => {
        const space = await api.acceptInvite(token);
        spendToken();
        engine.kick();
        notify(`You are now in “${space.name}”.`);
        navigate(`/w/${space.id}`, { replace: true });
      }} />
      <Button variant="plain" onPress={() => { spendToken(); navigate('/'); }}>Not now</Button>
    </Card>
  );
}
