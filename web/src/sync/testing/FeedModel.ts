/**
 * The rules of docs/formats/change-feed.md and live-editing.md for documents, in memory, for one account: what the client's copies are held against in tests. It
 * gives small pages, forgets nothing, and can lose its answers.
 */
import { Problem } from '../../api/http';
import type { Change, FeedPage, LiveState, Mutation, PushProblem, PushResult } from '../../api/sync';
import type { Document } from '../../api/types';
import { etagOf, Sum } from '../checksum';

interface Held { id: string; spaceId: string; title: string; content: string; contentType: string; etag: string; deleted: boolean; version: number }

export class FeedModel {
  readonly documents = new Map<string, Held>();
  /** Titles and contents that are kept as versions. */
  readonly versions: string[] = [];
  readonly live = new Map<string, { epoch: string; etag: string; state: string }>();
  private readonly spaces = new Map<string, { name: string; version: number }>();
  private readonly heads = new Map<string, number>();
  private readonly remembered = new Map<string, { asked: string; result: PushResult }>();
  /** Spaces that are delivered whole from their beginning the next time. */
  readonly purged = new Set<string>();
  private readonly strays: Change[] = [];
  /** Mutations carried out, by their ids. */
  readonly done: string[] = [];

  constructor(private readonly pageSize = 3) {}

  get alive(): Held[] { return [...this.documents.values()].filter((held) => !held.deleted); }

  // ---- workspaces

  createSpace = async (id: string, name: string): Promise<void> => {
    if (!this.spaces.has(id)) this.spaces.set(id, { name, version: this.number(id) });
  };

  /** Writes a record of a kind that this client doesn't know. */
  stray(spaceId: string, entity: string): void { this.strays.push({ spaceId, entity, id: crypto.randomUUID(), op: 'upsert', etag: 'e', version: this.number(spaceId), at: AT, data: {} }); }

  /** Ends the account's membership. */
  lose(id: string): void { this.spaces.delete(id); }

  // ---- reading

  read = async (cursor: string | null): Promise<FeedPage> => {
    const positions = new Map<string, number>(cursor === null ? [] : parsed(cursor));
    const resync = [...this.purged].filter((id) => positions.has(id) && this.spaces.has(id));
    for (const id of resync) { positions.set(id, -1); this.purged.delete(id); }
    const all: Change[] = [...positions.keys()].filter((id) => !this.spaces.has(id)).map((id) => {
      positions.delete(id);
      return { spaceId: id, entity: 'space', id, op: 'delete', etag: null, version: 0, at: AT, data: null };
    });
    for (const [id, space] of this.spaces) {
      const from = positions.get(id) ?? -1;
      if (from < 0) all.push(this.told(id, space));
      const changes = [...this.documents.values()].filter((held) => held.spaceId === id && held.version > from).map(changeOf)
        .concat(this.strays.filter((change) => change.spaceId === id && change.version > from));
      if (from >= 0 && space.version > from) changes.push(this.told(id, space));
      all.push(...changes.sort((a, b) => a.version - b.version));
    }
    const page = all.slice(0, this.pageSize);
    const hasMore = all.length > page.length;
    for (const change of page) if (this.spaces.has(change.spaceId)) positions.set(change.spaceId, Math.max(positions.get(change.spaceId) ?? 0, change.entity === 'space' ? 0 : change.version));
    if (!hasMore) for (const id of this.spaces.keys()) positions.set(id, this.heads.get(id) ?? 0);
    return { changes: page, cursor: JSON.stringify([...positions]), hasMore, resync, ...(hasMore ? {} : { spaces: [...this.spaces].map(([id, space]) => this.sum(id, space.version)) }) };
  };

  private told(id: string, space: { name: string; version: number }): Change {
    return { spaceId: id, entity: 'space', id, op: 'upsert', etag: null, version: space.version, at: AT, data: { id, kind: 'workspace', name: space.name, role: 'owner', aiMode: 'byo', createdAt: AT, updatedAt: AT } };
  }

  private sum(spaceId: string, version: number): { spaceId: string; head: number; count: number; checksum: string } {
    const sum = new Sum();
    sum.add('space', spaceId, version, null);
    for (const held of this.alive.filter((other) => other.spaceId === spaceId)) sum.add('document', held.id, held.version, held.etag);
    for (const change of this.strays.filter((stray) => stray.spaceId === spaceId)) sum.add(change.entity, change.id, change.version, change.etag);
    return { spaceId, head: this.heads.get(spaceId) ?? 0, count: sum.count, checksum: sum.hex };
  }

  // ---- writing

  snapshot = async (id: string): Promise<void> => { this.versions.push(textOf(this.documents.get(id))); };

  push = async (mutations: readonly unknown[]): Promise<{ results: PushResult[] }> => ({ results: (mutations as Mutation[]).map((mutation) => this.once(mutation)) });

  private once(mutation: Mutation): PushResult {
    const asked = JSON.stringify(mutation);
    const known = this.remembered.get(mutation.mutationId);
    if (known !== undefined) return known.asked === asked ? known.result : rejected(mutation, 422, 'IDEMPOTENCY_MISMATCH');
    const result = JSON.parse(JSON.stringify(this.carriedOut(mutation))) as PushResult;
    this.remembered.set(mutation.mutationId, { asked, result });
    if (result.status === 'applied') this.done.push(mutation.mutationId);
    return result;
  }

  private carriedOut(mutation: Mutation): PushResult {
    const held = this.documents.get(mutation.id);
    const data = (mutation.data ?? {}) as { title?: string; content?: string; contentType?: string; baseTitle?: string; live?: { epoch: string; state: string } };
    const space = held?.spaceId ?? mutation.spaceId ?? '';
    if (!this.spaces.has(space)) return rejected(mutation, 404, 'NOT_FOUND');
    if (mutation.op === 'create') return this.create(mutation, held, space, data);
    if (held === undefined) return rejected(mutation, 404, 'NOT_FOUND');
    if (mutation.op === 'delete') {
      if (held.deleted) return { mutationId: mutation.mutationId, status: 'applied' };
      if (mutation.baseEtag !== undefined && mutation.baseEtag !== held.etag) return conflict(mutation, held);
      this.store({ ...held, deleted: true });
      return { mutationId: mutation.mutationId, status: 'applied' };
    }
    if (held.deleted) return { mutationId: mutation.mutationId, status: 'conflict' };
    const next = { ...held, title: data.title ?? held.title, content: data.content ?? held.content };
    next.etag = etagOf(next.content);
    const live = this.live.get(held.id);
    if (next.etag === held.etag && next.title === held.title && data.live === undefined) return applied(mutation, held);
    if (data.content !== undefined && mutation.baseEtag !== held.etag) return conflict(mutation, held);
    if (data.baseTitle !== undefined && data.baseTitle !== held.title) return conflict(mutation, held);
    if (data.live !== undefined) {
      if (live === undefined || live.epoch !== data.live.epoch || live.etag !== mutation.baseEtag) return conflict(mutation, held);
      this.live.set(held.id, { epoch: live.epoch, etag: next.etag, state: data.live.state });
    }
    if (data.title !== undefined && data.title !== held.title) this.versions.push(textOf(held));
    return applied(mutation, this.store(next));
  }

  private create(mutation: Mutation, held: Held | undefined, spaceId: string, data: { title?: string; content?: string; contentType?: string }): PushResult {
    const wanted = { title: data.title ?? '', content: data.content ?? '', contentType: data.contentType ?? 'text/markdown' };
    if (held?.deleted === true) return rejected(mutation, 409, 'DELETED');
    if (held !== undefined && (held.title !== wanted.title || held.content !== wanted.content)) return rejected(mutation, 409, 'ALREADY_EXISTS', documentOf(held));
    return applied(mutation, held ?? this.store({ id: mutation.id, spaceId, ...wanted, etag: etagOf(wanted.content), deleted: false, version: 0 }));
  }

  private store(held: Held): Held {
    const next = { ...held, version: this.number(held.spaceId) };
    this.documents.set(held.id, next);
    return next;
  }

  private number(spaceId: string): number {
    const next = (this.heads.get(spaceId) ?? 0) + 1;
    this.heads.set(spaceId, next);
    return next;
  }

  // ---- live editing

  readDocument = async (id: string): Promise<Document> => {
    const held = this.documents.get(id);
    if (held === undefined) throw new Problem(404, 'NOT_FOUND', 'There is no such document.');
    if (held.deleted) throw new Problem(410, 'GONE', 'It is in the trash.');
    return documentOf(held);
  };

  readLive = async (id: string): Promise<LiveState> => ({ documentId: id, ...(this.live.get(id) ?? { epoch: null, etag: null, state: null }) });

  publishLive = async (id: string, body: { epoch: string; baseEtag: string | null; etag: string; state: string }): Promise<LiveState> => {
    const held = this.documents.get(id);
    const live = this.live.get(id);
    const follows = live === undefined ? body.baseEtag === null : live.epoch === body.epoch && live.etag === body.baseEtag;
    if (held === undefined || held.etag !== body.etag || !follows) throw new Problem(412, 'STALE', 'It is another one by now.');
    this.live.set(id, { epoch: body.epoch, etag: body.etag, state: body.state });
    return this.readLive(id);
  };

  /** Writes as a client does that knows no live editing. */
  plainly(id: string, content: string): void {
    const held = this.documents.get(id);
    if (held !== undefined) this.store({ ...held, content, etag: etagOf(content) });
  }
}

const AT = '2026-01-01T00:00:00.000Z';

const textOf = (held: Held | undefined): string => `${held?.title ?? ''}\n${held?.content ?? ''}`;

function parsed(cursor: string): [string, number][] {
  try {
    return JSON.parse(cursor) as [string, number][];
  } catch {
    throw new Problem(400, 'CURSOR_INVALID', 'This is no cursor.');
  }
}

const documentOf = (held: Held): Document => ({
  id: held.id, workspaceId: held.spaceId, title: held.title, content: held.content, contentType: held.contentType, contentEtag: held.etag, deleted: held.deleted, createdAt: AT, updatedAt: AT, updatedBy: null });

const changeOf = (held: Held): Change => ({
  spaceId: held.spaceId, entity: 'document', id: held.id, op: held.deleted ? 'delete' : 'upsert', etag: held.deleted ? null : held.etag, version: held.version, at: AT,
  data: held.deleted ? null : { ...documentOf(held) } });

const applied = (mutation: Mutation, held: Held): PushResult => ({ mutationId: mutation.mutationId, status: 'applied', etag: held.etag });

const conflict = (mutation: Mutation, held: Held): PushResult => ({ mutationId: mutation.mutationId, status: 'conflict', current: documentOf(held) });

function rejected(mutation: Mutation, status: number, code: string, current?: Document): PushResult {
  const problem: PushProblem = { status, code, detail: `Refused: ${code}.`, ...(current === undefined ? {} : { current }) };
  return { mutationId: mutation.mutationId, status: 'rejected', problem };
}
