/** Signing in and up, in one card: passkey, password, other issuers. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearch } from 'wouter';
import * as api from '../api/account';
import { Problem } from '../api/http';
import { begin, resume } from '../api/session';
import type { Account, Config, Entered } from '../api/types';
import { deviceOf } from '../app/deviceName';
import { words } from '../app/format';
import { usePage } from '../app/page';
import { Banner, Button, Checkbox } from '../ui';
import { keepIntent, ownPath, keptIntent } from './address';
import { Card, Fields, PASSWORD } from './Card';
import { type Entering, useEntering } from './entering';
import { askPasskey, canAutofill, canPasskey, createPasskey, GivenUp } from './passkeys';
import { RecoveryCodes } from './RecoveryCodes';
import { ForgotStep, PasskeyOffer, RecoverStep, SecondStep, shouldOfferPasskey } from './Steps';

type Step =
  | { at: 'start'; email: string }
  | { at: 'second'; challenge: string; email: string }
  | { at: 'recover' | 'forgot'; email: string }
  | { at: 'codes'; codes: string[]; account: Account }
  | { at: 'offer' };

type Features = Config['features'];
/** Where the server can't be asked, what every server can. */
const LEAST: Features = { signup: true, passkeys: false, oidc: [], aiProxy: false, mail: true, telemetry: false };

export function SignIn() {
  const search = new URLSearchParams(useSearch());
  return search.has('returned') ? <Returned /> : <Ways then={ownPath(search.get('then'))} notice={search.get('notice')} />;
}

/** Back from another issuer: the cookie is there already. */
function Returned() {
  usePage({ title: 'Signing in' });
  const intent = keptIntent();
  const entering = useEntering(intent.then, intent.bring);
  const [trouble, setTrouble] = useState<string | null>(null);
  const begun = useRef(false);
  const { ready, enter, goOn } = entering;
  const come = useCallback(async () => {
    setTrouble(null);
    try {
      if (!(await resume())) throw new Error('The sign-in did not reach this browser: it may refuse cookies. Sign in again.');
      await enter(api.account(await api.me()));
      goOn();
    } catch (cause) {
      setTrouble(words(cause));
    }
  }, [enter, goOn]);
  useEffect(() => {
    if (!ready || begun.current) return;
    begun.current = true;
    void come();
  }, [ready, come]);
  if (trouble === null) return <Card title="Signing in…"><p role="status" className="quiet">Opening your documents.</p></Card>;
  return <Card title="That didn’t work"><Banner kind="danger">{trouble}</Banner><Button variant="primary" onPress={() => { void come(); }}>Try again</Button></Card>;
}

const NOTICES: Record<string, string> = { reset: 'Your password is set. Sign in with it.', invited: 'Sign in to accept the invitation.', fresh: 'Sign in again to change how your account is opened.' };

function Ways({ then, notice }: { then: string; notice: string | null }) {
  const [up, setUp] = useState(false);
  usePage({ title: up ? 'Make an account' : 'Sign in' });
  const [step, setStep] = useState<Step>({ at: 'start', email: '' });
  const [features, setFeatures] = useState<Features | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const entering = useEntering(then);
  const session = useRef<Entered | null>(null);

  useEffect(() => {
    void api.config().then((config) => { setFeatures(config.features); }, (cause: unknown) => { setFeatures(LEAST); setTrouble(words(cause)); });
  }, []);

  const onEntered = async (entered: Entered, offer = true): Promise<void> => {
    session.current = entered;
    await entering.enter(entered.user);
    if (entered.recoveryCodes !== undefined) setStep({ at: 'codes', codes: entered.recoveryCodes, account: entered.user });
    else if (offer && features?.passkeys === true && canPasskey() && (await shouldOfferPasskey())) setStep({ at: 'offer' });
    else entering.goOn();
  };
  const back = (): void => { setStep({ at: 'start', email: 'email' in step ? step.email : '' }); };

  if (step.at === 'second') return <SecondStep challenge={step.challenge} onEntered={onEntered} onBack={back} onRecover={() => { setStep({ at: 'recover', email: step.email }); }} />;
  if (step.at === 'recover') return <RecoverStep email={step.email} onEntered={onEntered} onBack={back} />;
  if (step.at === 'forgot') return <ForgotStep email={step.email} mail={features?.mail ?? true} onBack={back} />;
  if (step.at === 'offer') return <PasskeyOffer onDone={entering.goOn} />;
  if (step.at === 'codes') return <Card title="Your recovery codes"><RecoveryCodes codes={step.codes} account={`account ${step.account.id}`} onDone={entering.goOn} /></Card>;
  if (features === null || !entering.ready) return <div className="account"><section className="card account-card wait" aria-busy="true"><h1>Sign in</h1></section></div>;
  return (
    <Start up={up} features={features} entering={entering} then={then} email={step.email} notice={notice === null ? null : NOTICES[notice] ?? null} trouble={trouble}
      onUp={setUp} onEntered={onEntered} onStep={setStep} />
  );
}

interface StartProps {
  up: boolean; features: Features; entering: Entering; then: string; email: string; notice: string | null; trouble: string | null;
  onUp: (up: boolean) => void; onEntered: (session: Entered, offer?: boolean) => Promise<void>; onStep: (step: Step) => void;
}

function Start({ up, features, entering, then, email, notice, trouble, onUp, onEntered, onStep }: StartProps) {
  const [refused, setRefused] = useState<string | null>(trouble);
  const [busy, setBusy] = useState(false);
  const typed = useRef(email);
  const passkeys = features.passkeys && canPasskey();

  /** `asked` is false for what waits in the background: nothing else may wait for it. */
  const guard = async (work: () => Promise<void>, asked = true): Promise<void> => {
    if (asked) {
      setBusy(true);
      setRefused(null);
    }
    try {
      await work();
    } catch (cause) {
      if (!(cause instanceof GivenUp)) setRefused(words(cause));
    } finally {
      if (asked) setBusy(false);
    }
  };
  const withPasskey = (autofill?: AbortSignal) => async (): Promise<void> => {
    const { ceremonyId, publicKey } = await api.passkeyLoginOptions();
    await onEntered(await begin('passkeys/login', { ceremonyId, credential: await askPasskey(publicKey, autofill) }), false);
  };
  const upWithPasskey = async (): Promise<void> => {
    const { ceremonyId, publicKey } = await api.passkeySignUpOptions(typed.current === '' ? {} : { email: typed.current });
    await onEntered(await begin('passkeys/signup', { ceremonyId, credential: await createPasskey(publicKey), name: deviceOf(navigator.userAgent) }), false);
  };
  const abort = useAutofill(passkeys && !up, (signal) => guard(withPasskey(signal), false));

  const send = async ({ email: address = '', password = '' }: Record<string, string>): Promise<void> => {
    abort();
    try {
      await onEntered(await begin(up ? 'signup' : 'login', { email: address, password }));
    } catch (cause) {
      if (!(cause instanceof Problem) || cause.code !== 'SECOND_FACTOR_REQUIRED') throw cause;
      onStep({ at: 'second', challenge: String(cause.more['challenge'] ?? ''), email: address });
    }
  };
  const password = up
    ? { name: 'password', label: 'Password', autoComplete: 'new-password', hint: '10 to 128 characters. A few words that belong together only for you do well.', ...PASSWORD }
    : { name: 'password', label: 'Password', autoComplete: 'current-password', type: 'password' as const, maxLength: 128 };
  return (
    <Card title={up ? 'Make an account' : 'Sign in'} foot={<>
      {features.signup ? <Button variant="plain" className="text-button" onPress={() => { onUp(!up); }}>{up ? 'I have an account' : 'Make an account'}</Button> : <span className="quiet small">New accounts are closed here. Ask whoever runs this server.</span>}
      {!up && <Button variant="plain" className="text-button" onPress={() => { onStep({ at: 'recover', email: typed.current }); }}>Use a recovery code</Button>}
    </>}>
      {notice !== null && <p role="status">{notice}</p>}
      {refused !== null && <Banner kind="danger">{refused}</Banner>}
      {!up && passkeys && <Button icon="key" isDisabled={busy} onPress={() => { abort(); void guard(withPasskey()); }}>Sign in with a passkey</Button>}
      {features.oidc.map((name) => <Button key={name} icon="user" isDisabled={busy} onPress={() => { keepIntent({ then, bring: entering.bring }); location.assign(`/api/auth/oidc/${encodeURIComponent(name)}`); }}>Continue with {name}</Button>)}
      {!up && (passkeys || features.oidc.length > 0) && <div className="or">or</div>}
      <div className="stack" onInput={(event) => { if (event.target instanceof HTMLInputElement && event.target.name === 'email') typed.current = event.target.value.trim(); }}>
        <Fields key={up ? 'up' : 'in'} busy={busy} action={up ? 'Make the account' : 'Sign in'} onSend={send}
          fields={[{ name: 'email', label: 'E-mail', type: 'email', autoComplete: passkeys && !up ? 'username webauthn' : 'username', defaultValue: email }, password]}>
          {!up && <div className="field-end"><Button variant="plain" className="text-button" onPress={() => { onStep({ at: 'forgot', email: typed.current }); }}>Forgot your password?</Button></div>}
          <Bring entering={entering} />
        </Fields>
      </div>
      {up && passkeys && <>
        <div className="or">or</div>
        <Button icon="key" isDisabled={busy} onPress={() => { void guard(upWithPasskey); }}>Use a passkey, no password</Button>
        <p className="small quiet">With a passkey the e-mail address may stay empty. You then get recovery codes for the day the passkey is lost.</p>
      </>}
    </Card>
  );
}

function Bring({ entering: { guestDocuments, bring, setBring } }: { entering: Entering }) {
  if (guestDocuments === 0) return null;
  return (
    <div>
      <Checkbox isSelected={bring} onChange={setBring}>{guestDocuments === 1 ? 'Bring my 1 document along' : `Bring my ${guestDocuments.toLocaleString()} documents along`}</Checkbox>
      <p className="small quiet">{bring ? 'What you wrote in this browser moves into the account.' : 'What you wrote stays in this browser, apart from the account.'}</p>
    </div>
  );
}

/** Offers passkeys where the e-mail address is typed; gives what ends that, as a browser answers one question at a time. */
function useAutofill(wanted: boolean, use: (signal: AbortSignal) => Promise<void>): () => void {
  const current = useRef(use);
  current.current = use;
  const controller = useRef<AbortController | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const mine = new AbortController();
    controller.current = mine;
    void canAutofill().then((can) => { if (can && !mine.signal.aborted) return current.current(mine.signal); }).catch(() => undefined);
    return () => { mine.abort(); };
  }, [wanted]);
  return () => { controller.current?.abort(); };
}
