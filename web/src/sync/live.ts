/** Live editing over the server (docs/formats/live-editing.md): opening, and bringing together what several browsers write at once. */
import { Problem } from '../api/http';
import { type LiveState, publishLive, readDocument, readLive } from '../api/sync';
import type { Document } from '../api/types';
import { uuid } from '../local/ids';
import type { DocumentRow, LiveRow, LocalDatabase, Theirs } from '../local/database';
import { base64, unbase64 } from './bytes';
import { begun, docOf, mixed, stateOf, textOf, write } from './liveText';
import { adopt, disagree, dropWaiting, reconcile, tables, theirsOf } from './reconcile';

/** The server's side of it. */
export interface LivePort {
  readLive(id: string, signal?: AbortSignal): Promise<LiveState>;
  publishLive(id: string, body: { epoch: string; baseEtag: string | null; etag: string; state: string }): Promise<LiveState>;
  readDocument(id: string, signal?: AbortSignal): Promise<Document>;
}

/** A live state of the content that is stored, with that content. */
interface Level { epoch: string; state: Uint8Array; theirs: Theirs }

/** Characters up to which a document is edited live. */
export const LIVE_TEXT_MAX = 1_000_000;

/** Others may be faster so often, before it is left to the next round. */
const TRIES = 5;

/** A row that no editor has touched for so long is dropped (ms). */
const CLOSED_AFTER = 90_000;

export class LiveSync {
  constructor(
    private readonly db: LocalDatabase,
    private readonly port: LivePort = { readLive, publishLive, readDocument },
    private readonly now: () => number = Date.now,
  ) {}

  /** Begins to edit a document live; false where that can't be now, and it is edited as text. */
  async open(id: string): Promise<boolean> {
    const row = await this.db.documents.get(id);
    if (!(await this.suits(row))) return false;
    if ((await this.db.live.get(id)) !== undefined) { await this.touch(id); return true; }
    const level = await this.level(id);
    if (level === null) return false;
    return this.db.transaction('rw', tables(this.db), async () => {
      const now = await this.db.documents.get(id);
      // What was written down to be sent goes without a state: the state begins after it.
      if (now === undefined || !(await this.suits(now)) || now.baseEtag !== level.theirs.etag || (await this.sending(id))) return false;
      if ((await this.db.live.get(id)) !== undefined) { await this.touch(id); return true; }
      const doc = docOf(level.state);
      write(doc, (await this.db.texts.get(id))?.content ?? '');
      await this.db.live.put({ id, epoch: level.epoch, baseEtag: level.theirs.etag, state: stateOf(doc), openAt: this.now() });
      return true;
    });
  }

  /** Says that an editor still has the document open. */
  async touch(id: string): Promise<void> { await this.db.live.update(id, { openAt: this.now() }); }

  /** Brings together every document whose other side moved; whether there was one. */
  async catchUp(signal?: AbortSignal): Promise<boolean> {
    let any = false;
    for (const id of await this.db.theirs.toCollection().primaryKeys()) {
      signal?.throwIfAborted();
      const live = await this.db.live.get(id);
      const row = await this.db.documents.get(id);
      if (row === undefined || row.conflict === 1 || (await this.sending(id))) continue;
      if (live === undefined) { any = (await this.asText(id)) || any; continue; }
      if (row.offline === 1) continue;
      const level = await this.level(id, signal);
      if (level === null) continue;
      any = (await this.join(id, level)) || any;
    }
    await this.tidy();
    return any;
  }

  private async suits(row: DocumentRow | undefined): Promise<boolean> {
    if (row === undefined || row.conflict === 1 || row.offline === 1 || row.baseEtag === null || row.size > LIVE_TEXT_MAX) return false;
    const space = await this.db.spaces.get(row.spaceId);
    if (space === undefined || space.role === 'viewer') return false;
    // Editors count a line's end as one character.
    return !((await this.db.texts.get(row.id))?.content.includes('\r') ?? false);
  }

  private async sending(id: string): Promise<boolean> {
    return (await this.db.queue.where('recordId').equals(id).filter((entry) => entry.payload !== null).count()) > 0;
  }

  /** The live state of the content that the server has now; makes it so where it is behind, or isn't there. */
  private async level(id: string, signal?: AbortSignal): Promise<Level | null> {
    try {
      for (let i = 0; i < TRIES; i++) {
        const [live, document] = await Promise.all([this.port.readLive(id, signal), this.port.readDocument(id, signal)]);
        const theirs = theirsOf(document, 0);
        const state = live.state === null ? null : unbase64(live.state);
        if (live.epoch !== null && state !== null && live.etag === theirs.etag) return { epoch: live.epoch, state, theirs };
        if (document.content.length > LIVE_TEXT_MAX) return null;
        const published = await this.publish(id, live, state, theirs);
        if (published !== null) return { ...published, theirs };
      }
    } catch (e) {
      // Read only, gone, or a server that knows no live editing: it stays text.
      if (!(e instanceof Problem) || e.passing || e.status === 401) throw e;
    }
    return null;
  }

  private async publish(id: string, live: LiveState, state: Uint8Array | null, theirs: Theirs): Promise<{ epoch: string; state: Uint8Array } | null> {
    const epoch = live.epoch ?? uuid();
    const next = state === null ? begun(theirs.content) : rewritten(state, theirs.content);
    try {
      await this.port.publishLive(id, { epoch, baseEtag: live.etag, etag: theirs.etag, state: base64(next) });
      return { epoch, state: next };
    } catch (e) {
      if (e instanceof Problem && e.status === 412) return null;
      throw e;
    }
  }

  /** Takes the server's state into the local one, text and state in one transaction. */
  private join(id: string, level: Level): Promise<boolean> {
    return this.db.transaction('rw', tables(this.db), async () => {
      const [row, live, base, text] = await Promise.all([this.db.documents.get(id), this.db.live.get(id), this.db.bases.get(id), this.db.texts.get(id)]);
      if (row === undefined || live === undefined || base === undefined || row.conflict === 1 || (await this.sending(id))) return false;
      const local = text?.content ?? '';
      const next = brought(live, level, { local, base: base.content });
      if (next === null) {
        await disagree(this.db, row, 'stale', new Date(this.now()).toISOString(), { theirs: { ...level.theirs, version: row.version } });
        return true;
      }
      const title = row.title === base.title ? level.theirs.title : row.title;
      const dirty = next.content !== level.theirs.content || title !== level.theirs.title;
      await this.db.texts.put({ id, content: next.content });
      await this.db.live.put({ ...live, epoch: level.epoch, baseEtag: level.theirs.etag, state: next.state });
      await this.db.theirs.delete(id);
      await this.db.documents.put({
        ...row, title, size: next.content.length, baseEtag: level.theirs.etag, dirty: dirty ? 1 : 0,
        ...(dirty ? {} : { updatedAt: level.theirs.updatedAt, updatedBy: level.theirs.updatedBy }),
      });
      if (dirty) {
        await this.db.bases.put({ id, title: level.theirs.title, content: level.theirs.content });
        await this.ensureQueued(row);
      } else {
        await this.db.bases.delete(id);
        await dropWaiting(this.db, id);
      }
      return true;
    });
  }

  /** A document that is no longer edited live, and of which the server told in the meantime. */
  private asText(id: string): Promise<boolean> {
    return this.db.transaction('rw', tables(this.db), async () => {
      const [row, theirs, base, text, live] = await Promise.all([
        this.db.documents.get(id), this.db.theirs.get(id), this.db.bases.get(id), this.db.texts.get(id), this.db.live.get(id)]);
      if (row === undefined || theirs === undefined || base === undefined || live !== undefined || row.conflict === 1 || (await this.sending(id))) return false;
      const local = { title: row.title, content: text?.content ?? '' };
      const outcome = reconcile(local, base, theirs);
      const queued = await this.db.queue.where('recordId').equals(id).count();
      if (outcome.collides && queued > 0) return false;
      await adopt(this.db, row, { ...theirs }, outcome);
      if (!outcome.clean) await this.ensureQueued(row);
      return true;
    });
  }

  private async ensureQueued(row: DocumentRow): Promise<void> {
    const waiting = await this.db.queue.where('recordId').equals(row.id).filter((entry) => entry.payload === null).count();
    if (waiting > 0) return;
    await this.db.queue.add({ mutationId: uuid(), entity: 'document', op: 'update', recordId: row.id, spaceId: row.spaceId, payload: null, queuedAt: new Date(this.now()).toISOString() });
  }

  /** Drops the rows of documents that no editor has open any more and of which nothing waits. */
  private async tidy(): Promise<void> {
    const old = (await this.db.live.filter((row) => row.openAt < this.now() - CLOSED_AFTER).primaryKeys());
    if (old.length === 0) return;
    await this.db.transaction('rw', this.db.live, this.db.documents, async () => {
      for (const row of await this.db.documents.bulkGet(old)) {
        if (row?.dirty === 0) await this.db.live.delete(row.id);
      }
    });
  }
}

function rewritten(state: Uint8Array, content: string): Uint8Array {
  const doc = docOf(state);
  write(doc, content);
  return stateOf(doc);
}

/** The local text and the server's in one; null where they have no history in common and both changed the same lines. */
function brought(live: LiveRow, level: Level, text: { local: string; base: string }): { state: Uint8Array; content: string } | null {
  if (live.epoch === level.epoch) {
    const doc = docOf(live.state, level.state);
    return { state: stateOf(doc), content: textOf(doc) };
  }
  const both = mixed(text.local, text.base, level.theirs.content);
  if (!both.clean) return null;
  return { state: rewritten(level.state, both.content), content: both.content };
}
