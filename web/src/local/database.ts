/**
 * What this browser keeps: one IndexedDB database a person (`holdfast-<account id>`, `holdfast-guest`). Pages read it and nothing else, by live
 * queries; the verbs of `WorkspaceService` write it; the sync engine keeps it in step with the server. So everything works without a network,
 * and all tabs see the same.
 */
import Dexie, { type EntityTable, type Table } from 'dexie';
import type { ContentType, Role } from '../api/types';

/** A workspace. `version` is its row's in the feed, 0 while the server doesn't know it. */
export interface SpaceRow { id: string; name: string; role: Role; aiMode: 'byo' | 'proxy'; createdAt: string; updatedAt: string; version: number }

/** A person in a workspace, as the feed tells it; `id` is the account's, the same in each of its spaces. */
export interface MemberRow { id: string; spaceId: string; version: number; etag: string | null; data: unknown }

/**
 * A document without its text. What is shown is `title` and the row in `texts`; what the server last said of it is `etag`, `version`.
 * While `dirty`, the local text was made from the server's `baseEtag` (null: the server doesn't know the document), which lies in `bases`.
 */
export interface DocumentRow {
  id: string;
  spaceId: string;
  title: string;
  contentType: ContentType;
  createdAt: string;
  updatedAt: string;
  updatedBy: string | null;
  etag: string | null;
  version: number;
  /** Characters of the text. */
  size: number;
  dirty: 0 | 1;
  baseEtag: string | null;
  /** Whether an unsent edit was made while there was no connection: then a conflict is shown to the person instead of being merged by itself. */
  offline: 0 | 1;
  /** Whether `conflicts` has a row for it: nothing of it is sent before the person has decided. */
  conflict: 0 | 1;
}

export interface TextRow { id: string; content: string }

/** What the server had when the first unsent edit of a document was made. */
export interface BaseRow { id: string; title: string; content: string }

/** The document as the server has it, while the local one is dirty. */
export interface Theirs { title: string; content: string; contentType: ContentType; etag: string; version: number; updatedAt: string; updatedBy: string | null }

/**
 * What a person must decide about a document: `stale` (both sides changed it), `deleted` (changed here, deleted there), `rejected` (the server refuses the
 * change; `problem` says why), `lost` (its workspace is no longer ours). The local text stays where it is until then.
 */
export interface ConflictRow {
  id: string;
  kind: 'stale' | 'deleted' | 'rejected' | 'lost';
  at: string;
  theirs: Theirs | null;
  merge: { content: string; clean: boolean } | null;
  problem: string | null;
}

/** Yjs state of a document that is edited live (docs/formats/live-editing.md): its text equals the local one. */
export interface LiveRow { id: string; epoch: string; baseEtag: string; state: Uint8Array; openAt: number }

/**
 * A change that the server must hear of, in order of `seq`. `payload` is null until it is sent for the first time; from then on the same mutation goes out
 * under the same `mutationId` until it is answered, and what is written meanwhile becomes an entry of its own.
 */
export interface QueueRow {
  seq?: number;
  mutationId: string;
  entity: 'space' | 'document' | 'attachment';
  op: 'create' | 'update' | 'delete';
  recordId: string;
  spaceId: string;
  payload: Record<string, unknown> | null;
  queuedAt: string;
  /** Of a delete: the tag that was deleted. Where the server has another one by then, the document comes back. */
  baseEtag?: string | null;
}

/** A record that the server has and that isn't shown here: a kind of another app, or what was deleted here and not yet there. Checksums count it. */
export interface OtherRow { spaceId: string; entity: string; id: string; version: number; etag: string | null }

/** An attachment: `stored` on the server, `local` (kept here, to be backed up), `uploading`, or `failed` with a `problem`. Its bytes, where here, lie in `files`. */
export interface AttachmentRow {
  id: string;
  spaceId: string;
  documentId: string | null;
  fileName: string;
  contentType: string;
  sizeBytes: number;
  sha256: string | null;
  createdAt: string;
  etag: string | null;
  version: number;
  state: 'stored' | 'local' | 'uploading' | 'failed';
  /** Bytes sent so far. */
  sent: number;
  problem: string | null;
}

/** Bytes of an attachment. `usedAt` (milliseconds) says which of those that can be fetched again go first. */
export interface FileRow { id: string; blob: Blob; usedAt?: number }

export interface MetaRow { key: string; value: unknown }

export class LocalDatabase extends Dexie {
  spaces!: EntityTable<SpaceRow, 'id'>;
  members!: Table<MemberRow, [string, string]>;
  documents!: EntityTable<DocumentRow, 'id'>;
  texts!: EntityTable<TextRow, 'id'>;
  bases!: EntityTable<BaseRow, 'id'>;
  theirs!: Table<Theirs & { id: string }, string>;
  conflicts!: EntityTable<ConflictRow, 'id'>;
  live!: EntityTable<LiveRow, 'id'>;
  queue!: EntityTable<QueueRow, 'seq'>;
  attachments!: EntityTable<AttachmentRow, 'id'>;
  files!: EntityTable<FileRow, 'id'>;
  meta!: EntityTable<MetaRow, 'key'>;
  others!: Table<OtherRow, [string, string, string]>;
  /** During a resync: what is held and wasn't named yet. */
  unnamed!: Table<{ spaceId: string; entity: string; id: string }, [string, string, string]>;

  /** @param owner an account's id, or `guest` */
  constructor(readonly owner: string) {
    super(`holdfast-${owner}`);
    this.version(1).stores({
      spaces: 'id',
      members: '[spaceId+id], spaceId',
      documents: 'id, spaceId, [spaceId+updatedAt], [spaceId+title], dirty, conflict',
      texts: 'id',
      bases: 'id',
      theirs: 'id',
      conflicts: 'id',
      live: 'id',
      queue: '++seq, recordId, mutationId',
      attachments: 'id, spaceId, documentId, state',
      files: 'id',
      meta: 'key',
      others: '[spaceId+entity+id], spaceId, id',
      unnamed: '[spaceId+entity+id], spaceId',
    });
    this.on('versionchange', () => {
      void Promise.allSettled([...this.leaving].map((store) => store())).then(() => {
        this.close();
        this.left?.();
      });
      // Not at once: first what is unstored.
      return false;
    });
  }

  /** Called before this connection is closed because another tab needs the database alone: whoever holds something unstored stores it. */
  readonly leaving = new Set<() => Promise<unknown>>();

  /** Called after that: the page goes on with whoever is here by then. */
  left: (() => void) | null = null;

  get guest(): boolean { return this.owner === 'guest'; }

  async note<T>(key: string): Promise<T | undefined> { return (await this.meta.get(key))?.value as T | undefined; }

  async keep(key: string, value: unknown): Promise<void> { await this.meta.put({ key, value }); }
}
