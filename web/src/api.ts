/** The page's only way to the server. Shapes are those of /openapi.json. */

export interface Page<T> { items: T[]; nextCursor: string | null }
export interface Workspace { id: string; name: string; role: string; updatedAt: string }
export interface Summary { id: string; workspaceId: string; title: string; contentType: string; updatedAt: string; snippet?: string }
export interface Document extends Summary { content: string; contentEtag: string }
export interface Version { id: string; createdAt: string; kind: string; title: string }
export interface Attachment { id: string; fileName: string; contentType: string; sizeBytes: number }
export interface Me { id: string; email: string | null; displayName: string | null }
export interface Config { features: { signup: boolean } }

interface Session { accessToken: string; user: Me }

/** What the server refused, in its own words. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, detail: string, readonly challenge = '') { super(detail); }
}

let accessToken: string | null = null;

/** The name under which the next pair of tokens is asked for: an answer that got lost on its way is given once more. */
const REFRESH_KEY = 'holdfast.refresh-key';

/** That there may be a cookie to come back with: scripts can't see it, and to ask in vain would be an error on every first visit. */
const BEEN_HERE = 'holdfast.been-here';

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

/** Whether somebody has signed in with this browser and not out again. */
export const remembered = (): boolean => stored(BEEN_HERE) !== null;

async function send(method: string, path: string, body?: unknown, key: string | null = null): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json', 'X-Requested-With': 'holdfast', 'X-Session-Transport': 'cookie' });
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  if (key !== null) headers.set('Idempotency-Key', key);
  if (accessToken !== null) headers.set('Authorization', `Bearer ${accessToken}`);
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = JSON.stringify(body);
  try {
    return await fetch(path, init);
  } catch {
    throw new Refusal(0, 'OFFLINE', 'The server can’t be reached. Check the connection and try again.');
  }
}

async function answer<T>(response: Response): Promise<T> {
  if (response.ok) {
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string; title?: string; challenge?: string };
  throw new Refusal(response.status, problem.code ?? 'UNKNOWN', problem.detail ?? problem.title ?? `The server answered ${response.status}.`, problem.challenge);
}

async function get<T>(path: string): Promise<T> {
  let response = await send('GET', path);
  if (response.status === 401 && (await resume())) response = await send('GET', path);
  return answer<T>(response);
}

async function post<T>(path: string, body?: unknown): Promise<T> {
  let response = await send('POST', path, body);
  if (response.status === 401 && (await resume())) response = await send('POST', path, body);
  return answer<T>(response);
}

/** Signs in, or up, and remembers the short access token; the refresh token stays in a cookie that scripts can't read. */
export const enter = (kind: 'login' | 'signup', email: string, password: string): Promise<Me> => begin(kind, { email, password });

/** The second step of a sign-in that was answered with a challenge. */
export const enterSecond = (challenge: string, code: string): Promise<Me> => begin('login/second', { challenge, code });

async function begin(way: string, proof: Record<string, string>): Promise<Me> {
  accessToken = null;
  const session = await answer<Session>(await send('POST', `/api/auth/${way}`, proof));
  accessToken = session.accessToken;
  remember(true);
  return session.user;
}

let resuming: Promise<boolean> | null = null;

/** Asks for a new access token with the cookie; false where there is none that is good. Throws when the server can't say. */
export function resume(): Promise<boolean> {
  resuming ??= alone(async () => {
    const response = await send('POST', '/api/auth/refresh', {}, stored(REFRESH_KEY));
    accessToken = response.ok ? ((await response.json()) as Session).accessToken : null;
    // Whoever is slowed down or meets a server in trouble is still signed in.
    if (response.ok) remember(true);
    else if (response.status < 429) remember(false);
    else await answer(response);
    return response.ok;
  }).finally(() => { resuming = null; });
  return resuming;
}

/** A refresh token is good once, and all tabs have the same: one after the other. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const locks = navigator.locks as LockManager | undefined;
  return locks === undefined ? work() : locks.request(REFRESH_KEY, work);
}

export async function leave(): Promise<void> {
  await send('POST', '/api/auth/logout', {});
  accessToken = null;
  remember(false);
}

const query = (values: Record<string, string | null>): string => {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
};

export const config = (): Promise<Config> => get('/api/config');
export const me = (): Promise<Me> => get('/api/me');
export const workspaces = (cursor: string | null): Promise<Page<Workspace>> => get(`/api/workspaces${query({ cursor })}`);
export const workspace = (id: string): Promise<Workspace> => get(`/api/workspaces/${id}`);
export const documents = (id: string, search: string, cursor: string | null): Promise<Page<Summary>> =>
  get(`/api/workspaces/${id}/documents${query({ query: search, cursor })}`);
export const document_ = (id: string): Promise<Document> => get(`/api/documents/${id}`);
export const versions = (id: string): Promise<Page<Version>> => get(`/api/documents/${id}/versions`);
export const attachments = (id: string): Promise<Page<Attachment>> => get(`/api/documents/${id}/attachments`);

/** Asks for a mail with a link that sets a password; the answer is the same whether there is such an account. */
export const forgotPassword = async (email: string): Promise<void> => answer<undefined>(await send('POST', '/api/auth/password/forgot', { email }));

/** Sets the password that a mailed token allows to set; all sessions of that account end. */
export async function resetPassword(token: string, password: string): Promise<void> {
  accessToken = null;
  await answer<undefined>(await send('POST', '/api/auth/password/reset', { token, password }));
}
export const verifyEmail = async (token: string): Promise<void> => answer<undefined>(await send('POST', '/api/auth/verify-email', { token }));
export const acceptInvite = (token: string): Promise<Workspace> => post(`/api/invites/${encodeURIComponent(token)}/accept`);

/** Fetches an attachment's bytes. The server redirects to the store, which wants no token of ours. */
export async function download(attachment: Attachment): Promise<Blob> {
  const response = await send('GET', `/api/attachments/${attachment.id}`);
  if (!response.ok) return answer<Blob>(response);
  return response.blob();
}
