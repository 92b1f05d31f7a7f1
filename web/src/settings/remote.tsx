/** Settings that lie on the server: fetched when a section is opened, with words where nobody answers. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Problem } from '../api/http';
import { words } from '../app/format';
import { Banner, Button, ButtonLink } from '../ui';

export interface Remote<T> { value: T | null; trouble: unknown; reload: () => Promise<void> }

/** @param load must stay the same function while it asks the same */
export function useRemote<T>(load: () => Promise<T>): Remote<T> {
  const [state, setState] = useState<{ value: T | null; trouble: unknown }>({ value: null, trouble: null });
  const reload = useCallback(async () => {
    try {
      const value = await load();
      setState({ value, trouble: null });
    } catch (trouble) {
      setState(({ value }) => ({ value, trouble }));
    }
  }, [load]);
  useEffect(() => { void reload(); }, [reload]);
  return { ...state, reload };
}

/** Shows what was fetched; keeps its place until it is there. */
export function Fetched<T>({ remote, children, rows = 2 }: { remote: Remote<T>; children: (value: T) => ReactNode; rows?: number }) {
  if (remote.value !== null) return <>{remote.trouble !== null && <Said trouble={remote.trouble} />}{children(remote.value)}</>;
  if (remote.trouble !== null) return <Said trouble={remote.trouble} again={() => { void remote.reload(); }} />;
  return <div className="settings-wait" style={{ minHeight: `${rows * 3.5}rem` }} role="status"><span className="visually-hidden">Loading</span></div>;
}

/** What went wrong, and the way on: try again, or sign in anew where the server wants a younger session. */
export function Said({ trouble, again }: { trouble: unknown; again?: () => void }) {
  const fresh = trouble instanceof Problem && trouble.code === 'FORBIDDEN' && trouble.message.startsWith('Sign in again');
  const out = trouble instanceof Problem && trouble.status === 401;
  const text = trouble instanceof Problem && trouble.offline ? 'This needs the server, which can’t be reached just now.' : words(trouble);
  const then = encodeURIComponent(location.pathname);
  return (
    <Banner kind={trouble instanceof Problem && trouble.offline ? 'warn' : 'danger'} actions={fresh || out
      ? <ButtonLink href={`/sign-in?${fresh ? 'notice=fresh&' : ''}then=${then}`}>Sign in again</ButtonLink>
      : again === undefined ? undefined : <Button onPress={again}>Try again</Button>}>{text}</Banner>
  );
}

/** Runs something on the server and keeps what it was refused with. */
export function useAct(): { busy: boolean; trouble: unknown; act: (work: () => Promise<void>) => Promise<boolean> } {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  const act = useCallback(async (work: () => Promise<void>) => {
    setBusy(true);
    setTrouble(null);
    try {
      await work();
      return true;
    } catch (cause) {
      setTrouble(cause);
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, trouble, act };
}

export function Section({ title, children, about }: { title: string; about?: ReactNode; children?: ReactNode }) {
  return <section className="settings-section" aria-label={title}><h2>{title}</h2>{about !== undefined && <p className="quiet">{about}</p>}{children}</section>;
}
