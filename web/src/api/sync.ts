/** The routes of docs/formats/change-feed.md and docs/formats/live-editing.md. */
import { get, post, put, problemOf, send } from './http';
import type { Document } from './types';

/** A record's latest change. `data` is what its own GET answers. */
export interface Change {
  spaceId: string;
  entity: string;
  id: string;
  op: 'upsert' | 'delete';
  etag: string | null;
  version: number;
  at: string;
  data: Record<string, unknown> | null;
}

export interface SpaceSum { spaceId: string; head: number; count: number; checksum: string }

export interface FeedPage { changes: Change[]; cursor: string; hasMore: boolean; resync: string[]; spaces?: SpaceSum[] | null }

export interface Mutation {
  mutationId: string;
  entity: 'document' | 'attachment';
  op: 'create' | 'update' | 'delete';
  id: string;
  spaceId?: string;
  baseEtag?: string;
  data?: Record<string, unknown>;
}

export interface PushProblem { status: number; code: string; title?: string; detail?: string; errors?: { field: string; message: string }[]; current?: Document; retryAfter?: number }

export interface PushResult {
  mutationId: string;
  status: 'applied' | 'conflict' | 'rejected';
  etag?: string;
  current?: Document | null;
  merge?: { content: string; clean: boolean } | null;
  problem?: PushProblem;
}

/** Cursors from this length on travel in a body. */
const ADDRESS_MAX = 6_000;

export const PAGE_SIZE = 1000;

/** The apps whose records this client takes. Bound into the cursor. */
const APPS = 'documents';

export function readFeed(cursor: string | null, signal: AbortSignal): Promise<FeedPage> {
  if (cursor !== null && cursor.length > ADDRESS_MAX) {
    return post<FeedPage>('/api/sync/since', { cursor, limit: PAGE_SIZE, apps: [APPS] }, { signal });
  }
  const parameters = new URLSearchParams({ limit: String(PAGE_SIZE), apps: APPS });
  if (cursor !== null) parameters.set('cursor', cursor);
  return get<FeedPage>(`/api/sync/since?${parameters}`, { signal });
}

export const push = (mutations: readonly unknown[], signal: AbortSignal): Promise<{ results: PushResult[] }> =>
  post('/api/sync/push', { mutations }, { signal });

/** Makes a workspace under the id that it has here; the same again does nothing. */
export const createSpace = (id: string, name: string, signal: AbortSignal): Promise<unknown> => post('/api/workspaces', { id, name }, { signal });

/** Keeps what the server has as a version, once however often it is asked under the same key. */
export const snapshot = (documentId: string, key: string, signal: AbortSignal): Promise<unknown> =>
  post(`/api/documents/${documentId}/versions`, undefined, { signal, headers: { 'Idempotency-Key': key } });

export const readDocument = (id: string, signal?: AbortSignal): Promise<Document> => get(`/api/documents/${id}`, signal === undefined ? {} : { signal });

/** The stream's bytes; throws where it is refused. */
export async function openStream(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const response = await send('GET', '/api/sync/stream', { signal, headers: { Accept: 'text/event-stream' } });
  if (!response.ok) throw await problemOf(response);
  if (response.body === null) throw new Error('The stream has no body.');
  return response.body;
}

/** A document's live state; all but the id are null where there is none. `state` is base64. */
export interface LiveState { documentId: string; epoch: string | null; etag: string | null; state: string | null }

export const readLive = (id: string, signal?: AbortSignal): Promise<LiveState> => get(`/api/documents/${id}/live`, signal === undefined ? {} : { signal });

/** Publishes a state for the content that is stored now; 412 where another was faster. */
export const publishLive = (id: string, body: { epoch: string; baseEtag: string | null; etag: string; state: string }): Promise<LiveState> =>
  put(`/api/documents/${id}/live`, body);

