/** Attachments that are here alone go to the server ('Back up'), one after the other, after their documents. */
import { Problem } from '../api/http';
import { complete, IN_PARTS_FROM, presign, sendBytes, sendParts } from '../api/uploads';
import type { Attachment, Upload } from '../api/types';
import { WorkspaceService } from '../documents/WorkspaceService';
import { uuid } from '../local/ids';
import type { AttachmentRow, LocalDatabase } from '../local/database';
import { storedAttachment } from './apply';
import { docOf, stateOf, textOf, write } from './liveText';
import { tables } from './reconcile';

export interface UploadPort {
  presign(wanted: { fileName: string; contentType: string; sizeBytes: number; documentId: string }, signal: AbortSignal): Promise<Upload>;
  sendBytes(upload: Upload, blob: Blob, progress: (sent: number) => void, signal: AbortSignal): Promise<void>;
  sendParts(id: string, blob: Blob, progress: (sent: number) => void, signal: AbortSignal): Promise<void>;
  complete(id: string, signal: AbortSignal): Promise<Attachment>;
}

/** The note that says whether files are backed up without being asked for; they are unless it is false. */
export const BACK_UP = 'backUpAttachments';

/** Progress is written down so often at most (ms). */
const TOLD_EVERY = 250;

/** Backs up an attachment that is here alone, or tries again where that failed. */
export async function backUp(db: LocalDatabase, id: string): Promise<void> {
  await db.attachments.where('id').equals(id).filter((row) => row.state !== 'stored').modify({ state: 'uploading', sent: 0, problem: null });
}

/** Backs up all that are here alone. */
export async function backUpAll(db: LocalDatabase): Promise<void> {
  await db.attachments.where('state').anyOf('local', 'failed').modify({ state: 'uploading', sent: 0, problem: null });
}

export class Uploader {
  constructor(
    private readonly db: LocalDatabase,
    private readonly service = new WorkspaceService(db, () => true),
    private readonly port: UploadPort = { presign, sendBytes, sendParts, complete },
  ) {}

  /** Sends all that can go now. Throws the `Problem` after which it is to be tried again. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const row = await this.next();
      if (row === null) return;
      try {
        await this.upload(row, signal);
      } catch (e) {
        if (!(e instanceof Problem) || e.passing || e.status === 401) throw e;
        await this.db.meta.delete(noteOf(row.id));
        await this.db.attachments.update(row.id, { state: 'failed', sent: 0, problem: [e.message, ...e.errors.map(({ field, message }) => `${field} ${message}`)].join(' ') });
      }
    }
  }

  /** The next one whose document is on the server. */
  private async next(): Promise<AttachmentRow | null> {
    const wanted = (await this.db.note<boolean>(BACK_UP)) === false ? ['uploading'] : ['uploading', 'local'];
    for (const row of await this.db.attachments.where('state').anyOf(wanted).toArray()) {
      const document = row.documentId === null ? undefined : await this.db.documents.get(row.documentId);
      if (document !== undefined && document.etag !== null && document.baseEtag !== null && document.conflict === 0) return row;
    }
    return null;
  }

  private async upload(row: AttachmentRow, signal: AbortSignal): Promise<void> {
    const file = await this.db.files.get(row.id);
    if (file === undefined || row.documentId === null) throw new Problem(410, 'GONE', 'The file’s bytes are not in this browser any more.');
    await this.db.attachments.update(row.id, { state: 'uploading', sent: 0, problem: null });
    let told = 0;
    const progress = (sent: number): void => {
      if (Date.now() - told < TOLD_EVERY) return;
      told = Date.now();
      void this.db.attachments.update(row.id, { sent }).catch(() => undefined);
    };
    const before = await this.db.note<string>(noteOf(row.id));
    const done = before === undefined ? null : await this.goOn(before, file.blob, progress, signal);
    if (done !== null) { await this.finish(row, done); return; }
    const upload = await this.port.presign({ fileName: row.fileName, contentType: row.contentType, sizeBytes: file.blob.size, documentId: row.documentId }, signal);
    await this.db.keep(noteOf(row.id), upload.id);
    if (file.blob.size >= IN_PARTS_FROM) await this.port.sendParts(upload.id, file.blob, progress, signal);
    else await this.port.sendBytes(upload, file.blob, progress, signal);
    await this.finish(row, await this.port.complete(upload.id, signal));
  }

  /** Goes on with an upload that was begun before: perhaps its bytes arrived and only the answer got lost; of a large file parts may be there. Null: it is over. */
  private async goOn(upload: string, blob: Blob, progress: (sent: number) => void, signal: AbortSignal): Promise<Attachment | null> {
    const done = await this.ended(upload, signal);
    if (done !== null || blob.size < IN_PARTS_FROM) return done;
    try {
      await this.port.sendParts(upload, blob, progress, signal);
    } catch (e) {
      if (e instanceof Problem && (e.status === 404 || e.status === 410)) return null;
      throw e;
    }
    return this.port.complete(upload, signal);
  }

  /** What became of an upload that was begun before: perhaps its bytes arrived and only the answer got lost. */
  private async ended(upload: string, signal: AbortSignal): Promise<Attachment | null> {
    try {
      return await this.port.complete(upload, signal);
    } catch (e) {
      if (e instanceof Problem && !e.passing && e.status !== 401) return null;
      throw e;
    }
  }

  /** The local attachment becomes the server's: its id, its bytes here, and what the text says of it, in one transaction. */
  private finish(row: AttachmentRow, stored: Attachment): Promise<void> {
    return this.db.transaction('rw', tables(this.db), async () => {
      await this.db.meta.delete(noteOf(row.id));
      const [now, told, file] = await Promise.all([this.db.attachments.get(row.id), this.db.attachments.get(stored.id), this.db.files.get(row.id)]);
      if (now === undefined) {
        // Taken away while it was on its way.
        await this.db.queue.add({ mutationId: uuid(), entity: 'attachment', op: 'delete', recordId: stored.id, spaceId: row.spaceId, payload: null, queuedAt: new Date().toISOString() });
        if (told !== undefined && told.version > 0) await this.db.others.put({ spaceId: told.spaceId, entity: 'attachment', id: told.id, version: told.version, etag: told.etag });
        await this.db.attachments.delete(stored.id);
        return;
      }
      await this.db.attachments.delete(row.id);
      await this.db.attachments.put(storedAttachment(row.spaceId, stored, stored.sha256, told?.version ?? 0));
      await this.db.files.delete(row.id);
      if (file !== undefined) await this.db.files.put({ ...file, id: stored.id, usedAt: Date.now() });
      if (row.documentId !== null) await this.renamed(row.documentId, row.id, stored.id);
    });
  }

  private async renamed(document: string, from: string, to: string): Promise<void> {
    const text = (await this.db.texts.get(document))?.content;
    if (text === undefined || !text.includes(`attachment:${from}`)) return;
    const content = text.replaceAll(`attachment:${from}`, `attachment:${to}`);
    const live = await this.db.live.get(document);
    if (live === undefined) { await this.service.write(document, content); return; }
    const doc = docOf(live.state);
    write(doc, textOf(doc).replaceAll(`attachment:${from}`, `attachment:${to}`));
    await this.service.write(document, textOf(doc), stateOf(doc));
  }
}

const noteOf = (id: string): string => `upload:${id}`;
