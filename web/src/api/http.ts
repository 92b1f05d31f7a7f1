/** How this client speaks HTTP (docs/formats/http.md): one place for tokens, problems and lost answers. Nothing else calls `fetch` for `/api`. */

export interface FieldError { field: string; message: string }

/** What the server refused, in its own words; `more` holds the problem's further fields (`current`, `merge`, `challenge`, …). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: FieldError[] = [],
    readonly more: Record<string, unknown> = {},
    /** Seconds that the server asks to wait, where it does. */
    readonly retryAfter: number | null = null,
  ) { super(detail); }

  /** Whether nobody answered: no network, or no server. */
  get offline(): boolean { return this.status === 0; }

  /** Whether the same request may succeed later without anybody changing anything. */
  get passing(): boolean { return this.status === 0 || this.status === 429 || this.status >= 500; }
}

export interface Ask {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** False for the routes that begin or end a session: a 401 there is their answer. */
  renew?: boolean;
}

/** Where tokens come from; set once by `session.ts`. */
export interface Tokens {
  current(): string | null;
  /** Asks for a new one; false where there is no session any more. */
  renew(): Promise<boolean>;
  /** Whether there may be a session although `current` is null: the page was just opened. */
  resumable(): boolean;
}

let tokens: Tokens = { current: () => null, renew: () => Promise.resolve(false), resumable: () => false };

export function useTokens(source: Tokens): void { tokens = source; }

/** Sends a request and gives the answer, whatever its status. Throws a `Problem` of status 0 where nobody answers. */
export async function send(method: string, path: string, ask: Ask = {}): Promise<Response> {
  // To ask without a token only to be told so would cost a round and leave an error in the console.
  const early = ask.renew !== false && tokens.current() === null && tokens.resumable();
  if (early) await tokens.renew();
  let response = await once(method, path, ask);
  if (response.status === 401 && ask.renew !== false && !early && (await tokens.renew())) response = await once(method, path, ask);
  return response;
}

async function once(method: string, path: string, ask: Ask): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json', 'X-Requested-With': 'holdfast', 'X-Session-Transport': 'cookie', ...ask.headers });
  const token = tokens.current();
  if (token !== null) headers.set('Authorization', `Bearer ${token}`);
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (ask.signal !== undefined) init.signal = ask.signal;
  if (ask.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(ask.body);
  }
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (ask.signal?.aborted === true) throw cause;
    throw new Problem(0, 'OFFLINE', 'The server can’t be reached. Check the connection; what you write stays in this browser and is sent later.');
  }
}

/** The problem that a refused request was answered with. */
export async function problemOf(response: Response): Promise<Problem> {
  const { code, detail, title, errors, ...more } = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const words = text(detail) ?? text(title) ?? `The server answered ${response.status}.`;
  const wait = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  return new Problem(response.status, text(code) ?? 'UNKNOWN', words, Array.isArray(errors) ? (errors as FieldError[]) : [], more, Number.isNaN(wait) ? null : wait);
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Sends a request and gives the answer's body; throws the `Problem` where it was refused. */
export async function ask<T>(method: string, path: string, options: Ask = {}): Promise<T> {
  const response = await send(method, path, options);
  if (!response.ok) throw await problemOf(response);
  const body = await response.text();
  return (body === '' ? undefined : JSON.parse(body)) as T;
}

export const get = <T>(path: string, options?: Ask): Promise<T> => ask<T>('GET', path, options);
export const post = <T>(path: string, body?: unknown, options?: Ask): Promise<T> => ask<T>('POST', path, { ...options, body });
export const put = <T>(path: string, body: unknown, options?: Ask): Promise<T> => ask<T>('PUT', path, { ...options, body });
export const patch = <T>(path: string, body: unknown, options?: Ask): Promise<T> => ask<T>('PATCH', path, { ...options, body });
export const remove = (path: string, options?: Ask): Promise<void> => ask<undefined>('DELETE', path, options);

/** `?a=b` of what is given; nothing for null and the empty text. */
export function query(values: Record<string, string | number | boolean | null | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

/** Walks a list to its end. */
export async function* all<T>(path: string, options?: Ask): AsyncGenerator<T> {
  let cursor: string | null = null;
  do {
    const separator: string = path.includes('?') ? '&' : '?';
    const page: { items: T[]; nextCursor: string | null } = await get(cursor === null ? path : `${path}${separator}cursor=${encodeURIComponent(cursor)}`, options);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
