/** Signing in and out. The access token lives in memory alone; the refresh token in a cookie that scripts can't read. */
import { post, Problem, problemOf, send, useTokens } from './http';
import type { Account, Entered } from './types';

let accessToken: string | null = null;

/** The name under which the next pair of tokens is asked for: an answer that got lost on its way is given once more. */
const REFRESH_KEY = 'holdfast.refresh-key';

/** That there may be a cookie to come back with: scripts can't see it, and to ask in vain would be an error on every first visit. */
const BEEN_HERE = 'holdfast.been-here';

useTokens({ current: () => accessToken, renew: () => resume(), resumable: () => remembered() });

/** Whether somebody has signed in with this browser and not out again. */
export const remembered = (): boolean => stored(BEEN_HERE) !== null;

/** Whether this tab holds an access token (it may have expired). */
export const entered = (): boolean => accessToken !== null;

/** Takes what signing in, up or a passkey answered. */
export function enter(session: Entered): Account {
  accessToken = session.accessToken;
  remember(true);
  return session.user;
}

/** Begins a session by one of the routes under `/api/auth/` that answer one: `login`, `signup`, `login/second`, `passkeys/login`, … */
export async function begin(way: string, proof: unknown): Promise<Entered> {
  accessToken = null;
  const session = await post<Entered>(`/api/auth/${way}`, proof, { renew: false });
  enter(session);
  return session;
}

/** Forgets the access token; for when the server has ended all sessions. */
export function drop(): void { accessToken = null; }

let resuming: Promise<boolean> | null = null;

/** Asks for a new access token with the cookie; false where there is none that is good. Throws a `Problem` when the server can't say. */
export function resume(): Promise<boolean> {
  resuming ??= alone(async () => {
    const response = await send('POST', '/api/auth/refresh', { body: {}, renew: false, headers: { 'Idempotency-Key': stored(REFRESH_KEY) ?? 'first' } });
    accessToken = response.ok ? ((await response.json()) as Entered).accessToken : null;
    // Whoever is slowed down or meets a server in trouble is still signed in.
    if (response.ok) remember(true);
    else if (response.status < 429) remember(false);
    else throw await problemOf(response);
    return response.ok;
  }).finally(() => { resuming = null; });
  return resuming;
}

/** Ends the session on the server. Where nobody answers it ends here alone, and on the server when the cookie expires. */
export async function leave(): Promise<void> {
  try {
    await send('POST', '/api/auth/logout', { body: {}, renew: false });
  } catch (e) {
    if (!(e instanceof Problem)) throw e;
  }
  accessToken = null;
  remember(false);
}

/** A refresh token is good once, and all tabs have the same: one after the other. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const locks = navigator.locks as LockManager | undefined;
  return locks === undefined ? work() : locks.request(REFRESH_KEY, work);
}

function remember(here: boolean): void {
  try {
    if (here) {
      localStorage.setItem(BEEN_HERE, 'yes');
      localStorage.setItem(REFRESH_KEY, Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-'));
    } else {
      localStorage.removeItem(BEEN_HERE);
    }
  } catch {
    // A browser that keeps nothing asks for the password again.
  }
}

function stored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
