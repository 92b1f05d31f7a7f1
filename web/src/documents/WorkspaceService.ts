/**
 * The verbs on workspaces and documents. Each writes the local database in one transaction, together with what the server must hear of it; the sync
 * engine (`src/sync`) is the server's side of it. In guest mode there is no engine, and the queue stays empty: everything is carried into an account
 * when somebody signs in (`src/sync/guest.ts`).
 */
import { uuid } from '../local/ids';
import type { AttachmentRow, DocumentRow, LocalDatabase, QueueRow, SpaceRow, Theirs } from '../local/database';
import type { ContentType } from '../api/types';

export const TITLE_MAX = 500;
export const NAME_MAX = 200;
export const CONTENT_MAX_BYTES = 10_000_000;

/** What a verb refuses before anything is written: names the value and the rule. */
export class Refused extends Error {}

export interface NewDocument { spaceId: string; title: string; content?: string; contentType?: ContentType; id?: string }

/**
 * How to end a conflict. `mine` keeps the local text (theirs becomes a version), `theirs` takes the server's (mine becomes a copy), `text` is what somebody merged.
 * `spaceId`: where the text goes on as a document of its own, if its workspace is lost.
 */
export type Decision = { keep: 'mine'; spaceId?: string } | { keep: 'theirs' } | { keep: 'text'; title: string; content: string; spaceId?: string } | { keep: 'nothing' };

export class WorkspaceService {
  constructor(
    private readonly db: LocalDatabase,
    /** Whether there is a connection just now, as the engine sees it. */
    private readonly online: () => boolean = () => false,
    private readonly now: () => Date = () => new Date(),
  ) {}

  async createWorkspace(name: string): Promise<SpaceRow> {
    const at = this.now().toISOString();
    const row: SpaceRow = { id: uuid(), name: named(name), role: 'owner', aiMode: 'byo', createdAt: at, updatedAt: at, version: 0 };
    await this.db.transaction('rw', this.db.spaces, this.db.queue, async () => {
      await this.db.spaces.add(row);
      await this.queue('space', 'create', row.id, row.id);
    });
    return row;
  }

  async createDocument(wanted: NewDocument): Promise<DocumentRow> {
    const at = this.now().toISOString();
    const content = sized(wanted.content ?? '');
    const row: DocumentRow = {
      id: wanted.id ?? uuid(), spaceId: wanted.spaceId, title: titled(wanted.title), contentType: wanted.contentType ?? 'text/markdown', createdAt: at, updatedAt: at,
      updatedBy: null, etag: null, version: 0, size: content.length, dirty: 1, baseEtag: null, offline: this.online() ? 0 : 1, conflict: 0,
    };
    await this.db.transaction('rw', this.db.documents, this.db.texts, this.db.queue, async () => {
      await this.db.documents.add(row);
      await this.db.texts.add({ id: row.id, content });
      await this.queue('document', 'create', row.id, row.spaceId);
    });
    return row;
  }

  /** Writes a document's text. `live` is the Yjs state whose text it is, where it is edited live. */
  async write(id: string, content: string, live?: Uint8Array): Promise<void> {
    sized(content);
    await this.db.transaction('rw', [this.db.documents, this.db.texts, this.db.bases, this.db.queue, this.db.live], async () => {
      const row = await this.dirtied(id, (text) => text === content);
      if (row === null) return;
      await this.db.documents.update(id, { updatedAt: this.now().toISOString(), size: content.length });
      await this.db.texts.put({ id, content });
      if (live !== undefined) await this.db.live.update(id, { state: live });
      else await this.db.live.delete(id);
    });
  }

  /** Gives a document another title; a title with slashes is a path, and so this moves it. */
  async rename(id: string, title: string): Promise<void> {
    const wanted = titled(title);
    await this.db.transaction('rw', [this.db.documents, this.db.texts, this.db.bases, this.db.queue], async () => {
      if ((await this.db.documents.get(id))?.title === wanted) return;
      await this.dirtied(id, () => false);
      await this.db.documents.update(id, { title: wanted, updatedAt: this.now().toISOString() });
    });
  }

  /** Gives another title's folder to all documents below one: `from` and `to` are paths without a slash at the end. */
  async renameFolder(spaceId: string, from: string, to: string): Promise<void> {
    await this.db.transaction('rw', [this.db.documents, this.db.texts, this.db.bases, this.db.queue], async () => {
      const below = await this.db.documents.where('[spaceId+title]').between([spaceId, `${from}/`], [spaceId, `${from}/\uffff`]).toArray();
      for (const row of below) await this.rename(row.id, `${to}${row.title.slice(from.length)}`);
    });
  }

  /** Puts a document into the trash. What the server never heard of is gone. */
  async remove(id: string): Promise<void> {
    await this.db.transaction('rw', [this.db.documents, this.db.texts, this.db.bases, this.db.theirs, this.db.conflicts, this.db.live, this.db.queue, this.db.attachments, this.db.files, this.db.others], async () => {
      const row = await this.db.documents.get(id);
      if (row === undefined) return;
      await this.forget(id);
      const waiting = await this.db.queue.where('recordId').equals(id).toArray();
      await this.db.queue.bulkDelete(waiting.filter((entry) => entry.payload === null).map((entry) => entry.seq!));
      if (row.etag === null && !waiting.some((entry) => entry.payload !== null)) return;
      await this.told('document', row);
      // What the person saw is deleted; if the server has something newer by then, that comes back instead of being lost.
      await this.queue('document', 'delete', id, row.spaceId, row.dirty === 1 && row.conflict === 0 ? row.baseEtag : row.etag);
    });
  }

  /** Keeps a file with a document; its bytes stay here until they are on the server. */
  async attach(document: Pick<DocumentRow, 'id' | 'spaceId'>, file: File): Promise<AttachmentRow> {
    const row: AttachmentRow = {
      id: uuid(), spaceId: document.spaceId, documentId: document.id, fileName: file.name === '' ? 'pasted' : file.name,
      contentType: file.type === '' ? 'application/octet-stream' : file.type, sizeBytes: file.size, sha256: null, createdAt: this.now().toISOString(),
      etag: null, version: 0, state: 'local', sent: 0, problem: null,
    };
    await this.db.transaction('rw', this.db.attachments, this.db.files, async () => {
      await this.db.attachments.add(row);
      await this.db.files.add({ id: row.id, blob: file });
    });
    return row;
  }

  async detach(id: string): Promise<void> {
    await this.db.transaction('rw', this.db.attachments, this.db.files, this.db.queue, this.db.others, async () => {
      const row = await this.db.attachments.get(id);
      if (row === undefined) return;
      await this.db.attachments.delete(id);
      await this.db.files.delete(id);
      if (row.etag === null) return;
      await this.told('attachment', row);
      await this.queue('attachment', 'delete', id, row.spaceId);
    });
  }

  /** Ends a conflict. Nothing is lost whichever way it ends: the text that gives way becomes a version on the server, or a document of its own. */
  async decide(id: string, decision: Decision): Promise<void> {
    await this.db.transaction('rw', [this.db.documents, this.db.texts, this.db.bases, this.db.theirs, this.db.conflicts, this.db.live, this.db.queue, this.db.attachments, this.db.files, this.db.meta], async () => {
      const conflict = await this.db.conflicts.get(id);
      const row = await this.db.documents.get(id);
      if (conflict === undefined || row === undefined) return;
      await this.db.conflicts.delete(id);
      await this.db.live.delete(id);
      const mine = (await this.db.texts.get(id))?.content ?? '';
      const theirs = conflict.theirs;
      if (decision.keep === 'nothing' || (decision.keep === 'theirs' && theirs === null)) return this.forget(id);
      if (decision.keep === 'theirs' && theirs !== null) {
        if (mine !== theirs.content) await this.copyOf(row, mine);
        await this.settle(row, theirs);
        return;
      }
      const kept = decision.keep === 'text' ? decision : { title: row.title, content: mine };
      if (theirs === null) {
        // The document is gone or not ours to write: the text goes on as a document of its own.
        const files = (await this.db.attachments.where('documentId').equals(id).toArray()).filter((file) => file.state !== 'stored');
        const spaceId = decision.keep === 'theirs' ? row.spaceId : decision.spaceId ?? row.spaceId;
        const next = await this.createDocument({ spaceId, title: kept.title, content: kept.content, contentType: row.contentType });
        await this.db.attachments.bulkPut(files.map((file) => ({ ...file, documentId: next.id, spaceId, state: 'local' as const, problem: null })));
        await this.forget(id);
        return;
      }
      await this.db.bases.put({ id, title: theirs.title, content: theirs.content });
      await this.db.texts.put({ id, content: kept.content });
      await this.db.theirs.delete(id);
      await this.db.documents.update(id, {
        title: kept.title, size: kept.content.length, dirty: 1, baseEtag: theirs.etag, etag: theirs.etag, version: theirs.version, conflict: 0, updatedAt: this.now().toISOString(),
      });
      // The server keeps what an edit replaces as a version only now and then; the side that gives way here must be one.
      if (decision.keep === 'mine' && mine !== theirs.content) await this.db.keep(`snapshot:${id}`, theirs.etag);
      await this.queueOnce('document', 'update', id, row.spaceId);
    });
  }

  /** Keeps a text as a document of its own beside the one it conflicts with. */
  private async copyOf(row: DocumentRow, content: string): Promise<void> {
    const name = await this.db.note<string>('deviceName');
    await this.createDocument({ spaceId: row.spaceId, title: conflictTitle(row.title, name ?? 'this browser', this.now()), content, contentType: row.contentType });
  }

  /** Makes the local document what the server has. */
  private async settle(row: DocumentRow, theirs: Theirs): Promise<void> {
    await this.db.texts.put({ id: row.id, content: theirs.content });
    await this.db.bases.delete(row.id);
    await this.db.theirs.delete(row.id);
    await this.db.documents.update(row.id, {
      title: theirs.title, contentType: theirs.contentType, etag: theirs.etag, version: theirs.version, baseEtag: theirs.etag, updatedAt: theirs.updatedAt,
      updatedBy: theirs.updatedBy, size: theirs.content.length, dirty: 0, offline: 0, conflict: 0,
    });
  }

  /** Drops all that is here of a document. */
  private async forget(id: string): Promise<void> {
    await Promise.all([this.db.documents, this.db.texts, this.db.bases, this.db.theirs, this.db.conflicts, this.db.live].map((table) => (table as typeof this.db.texts).delete(id)));
    const files = await this.db.attachments.where('documentId').equals(id).primaryKeys();
    await this.db.attachments.bulkDelete(files);
    await this.db.files.bulkDelete(files);
  }

  /** Marks a document as having an unsent edit and keeps what it was made from; null where `same` says that nothing changes. */
  private async dirtied(id: string, same: (text: string) => boolean): Promise<DocumentRow | null> {
    const row = await this.db.documents.get(id);
    if (row === undefined) throw new Refused('This document is not here any more.');
    const text = (await this.db.texts.get(id))?.content ?? '';
    if (same(text)) return null;
    if (row.dirty === 0) {
      await this.db.bases.put({ id, title: row.title, content: text });
      await this.db.documents.update(id, { dirty: 1, offline: this.online() ? 0 : 1 });
    } else if (!this.online() && row.offline === 0) {
      await this.db.documents.update(id, { offline: 1 });
    }
    if (row.conflict === 0) await this.queueOnce('document', 'update', id, row.spaceId);
    return row;
  }

  /** One entry that isn't sent yet is enough for a document: its text is read when it goes out. */
  private async queueOnce(entity: QueueRow['entity'], op: QueueRow['op'], recordId: string, spaceId: string): Promise<void> {
    const waiting = await this.db.queue.where('recordId').equals(recordId).filter((entry) => entry.payload === null && entry.op !== 'delete').first();
    if (waiting === undefined) await this.queue(entity, op, recordId, spaceId);
  }

  private async queue(entity: QueueRow['entity'], op: QueueRow['op'], recordId: string, spaceId: string, baseEtag: string | null = null): Promise<void> {
    if (this.db.guest) return;
    await this.db.queue.add({ mutationId: uuid(), entity, op, recordId, spaceId, payload: null, queuedAt: this.now().toISOString(), ...(baseEtag === null ? {} : { baseEtag }) });
  }

  /** Remembers that the server has a record which was deleted here: checksums count it until it is deleted there. */
  private async told(entity: string, { id, spaceId, version, etag }: { id: string; spaceId: string; version: number; etag: string | null }): Promise<void> {
    if (version > 0) await this.db.others.put({ spaceId, entity, id, version, etag });
  }
}

/** `Title (conflict DEVICE TIME)`, before an ending such as `.md`. */
export function conflictTitle(title: string, device: string, at: Date): string {
  const stamp = at.toISOString().slice(0, 16).replace('T', ' ').replaceAll(':', '.');
  const [, stem = title, ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/s.exec(title) ?? [];
  const mark = ` (conflict ${device.replaceAll('/', '-')} ${stamp})`;
  return `${stem.slice(0, TITLE_MAX - mark.length - ending.length)}${mark}${ending}`;
}

function titled(title: string): string {
  const trimmed = title.trim();
  if (trimmed === '') throw new Refused('A title can’t be empty.');
  if (trimmed.length > TITLE_MAX) throw new Refused(`This title has ${trimmed.length} characters; ${TITLE_MAX} are the most.`);
  return trimmed;
}

function named(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new Refused('A name can’t be empty.');
  if (trimmed.length > NAME_MAX) throw new Refused(`This name has ${trimmed.length} characters; ${NAME_MAX} are the most.`);
  return trimmed;
}

function sized(content: string): string {
  if (content.length * 3 > CONTENT_MAX_BYTES && new TextEncoder().encode(content).length > CONTENT_MAX_BYTES) {
    throw new Refused('A document holds at most 10 MB of text. Keep larger ones as attachments.');
  }
  return content;
}
