/** What a sign-in may ask beyond its first page. */
import { useState } from 'react';
import * as api from '../api/account';
import { begin } from '../api/session';
import type { Entered } from '../api/types';
import { deviceOf } from '../app/deviceName';
import { words } from '../app/format';
import { Banner, Button } from '../ui';
import { Card, Fields } from './Card';
import { createPasskey, GivenUp } from './passkeys';

interface StepProps { onEntered: (session: Entered) => Promise<void>; onBack: () => void }

const Back = ({ onBack }: { onBack: () => void }) => <Button variant="plain" className="text-button" onPress={onBack}>Back to signing in</Button>;

export function SecondStep({ challenge, onEntered, onBack, onRecover }: StepProps & { challenge: string; onRecover: () => void }) {
  return (
    <Card title="One more step" foot={<><Back onBack={onBack} /><Button variant="plain" className="text-button" onPress={onRecover}>Use a recovery code</Button></>}>
      <p>Your account has a second factor. Type the code that your authenticator app shows now.</p>
      <Fields fields={[{ name: 'code', label: 'Code', autoComplete: 'one-time-code', inputMode: 'numeric', maxLength: 10, autoFocus: true }]} action="Sign in"
        onSend={async ({ code = '' }) => onEntered(await begin('login/second', { challenge, code: code.replaceAll(' ', '') }))} />
    </Card>
  );
}

export function RecoverStep({ email, onEntered, onBack }: StepProps & { email: string }) {
  return (
    <Card title="Use a recovery code" foot={<Back onBack={onBack} />}>
      <p>One of the codes that were shown when you made them. It works once.</p>
      <Fields fields={[
        { name: 'who', label: 'E-mail, or the account’s id', defaultValue: email, autoComplete: 'username' },
        { name: 'code', label: 'Recovery code', autoComplete: 'off', maxLength: 100, autoFocus: email !== '' },
      ]} action="Sign in" onSend={async ({ who = '', code = '' }) => {
        const name = who.includes('@') ? { email: who.trim() } : { accountId: who.trim() };
        await onEntered(await begin('recover', { ...name, code: code.trim() }));
      }} />
    </Card>
  );
}

export function ForgotStep({ email, mail, onBack }: { email: string; mail: boolean; onBack: () => void }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo !== null) {
    return <Card title="Look at your mail" foot={<Back onBack={onBack} />}><p role="status">If an account has the address {sentTo}, a link that sets a new password is on its way to it.</p></Card>;
  }
  return (
    <Card title="Set a new password" foot={<Back onBack={onBack} />}>
      <p>A link that sets one is mailed to the address of your account.</p>
      {!mail && <Banner kind="warn">This server sends no mail itself. Ask whoever runs it to hand you the link.</Banner>}
      <Fields fields={[{ name: 'email', label: 'E-mail', type: 'email', autoComplete: 'username', defaultValue: email, autoFocus: true }]} action="Mail me the link"
        onSend={async ({ email: address = '' }) => { await api.forgotPassword(address); setSentTo(address); }} />
    </Card>
  );
}

const NUDGED = 'holdfast.passkey-offered';

/** Whether to offer a passkey after a sign-in with a password: once a device, and only to who has none. */
export async function shouldOfferPasskey(): Promise<boolean> {
  try {
    if (localStorage.getItem(NUDGED) !== null || (await api.passkeys()).length > 0) return false;
    localStorage.setItem(NUDGED, 'yes');
    return true;
  } catch {
    return false;
  }
}

export async function addPasskey(name: string): Promise<void> {
  const { ceremonyId, publicKey } = await api.passkeyRegisterOptions();
  await api.registerPasskey(ceremonyId, await createPasskey(publicKey), name);
}

export function PasskeyOffer({ onDone }: { onDone: () => void }) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async (): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    try {
      await addPasskey(deviceOf(navigator.userAgent));
      onDone();
    } catch (cause) {
      setTrouble(words(cause) + (cause instanceof GivenUp ? ' You can add one later in the settings.' : ''));
      setBusy(false);
    }
  };
  return (
    <Card title="Next time without the password">
      <p>A passkey signs you in with your fingerprint, face or the code of this device. It can’t be guessed, and no site can trick you out of it.</p>
      {trouble !== null && <Banner kind="danger">{trouble}</Banner>}
      <Button variant="primary" icon="key" isDisabled={busy} onPress={() => { void add(); }}>Add a passkey</Button>
      <Button variant="plain" onPress={onDone}>Not now</Button>
    </Card>
  );
}
