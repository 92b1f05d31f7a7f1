/**
 * A document that an editor writes live: a Yjs document that is one with the local database. What other tabs and other browsers write comes in as it is
 * stored there; what is typed goes there within a third of a second, merged into whatever is stored by then.
 */
import { liveQuery, type Subscription } from 'dexie';
import * as Y from 'yjs';
import type { WorkspaceService } from '../documents/WorkspaceService';
import type { LiveRow, LocalDatabase } from '../local/database';
import { mixed, stateOf, TEXT } from './liveText';
import { tables } from './reconcile';

/** Origin of edits that come from the database. */
const STORED = Symbol('stored');

const SAVE_AFTER = 150;
const BEAT = 20_000;

export class LiveDocument {
  readonly doc = new Y.Doc();
  readonly text: Y.Text = this.doc.getText(TEXT);
  private readonly subscription: Subscription;
  private readonly beat: ReturnType<typeof setInterval>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> = Promise.resolve();
  /** The text as it was when editor and database last agreed. */
  private seen: string;
  private unsaved = false;
  private over = false;

  /** @param gone called once when the document is no longer edited live: what was typed is stored, and the editor goes on with the text, or opens anew */
  static async open(db: LocalDatabase, service: WorkspaceService, id: string, gone: () => void): Promise<LiveDocument | null> {
    const row = await db.live.get(id);
    return row === undefined ? null : new LiveDocument(db, service, row, gone);
  }

  private constructor(
    private readonly db: LocalDatabase,
    private readonly service: WorkspaceService,
    private readonly row: LiveRow,
    private readonly gone: () => void,
  ) {
    Y.applyUpdate(this.doc, row.state, STORED);
    this.seen = this.text.toString();
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => { if (origin !== STORED) this.typed(); });
    this.subscription = liveQuery(() => db.live.get(row.id)).subscribe({ next: (now) => { this.stored(now); }, error: () => undefined });
    this.beat = setInterval(() => { this.touch(); }, BEAT);
    this.touch();
  }

  /** Stores what was typed; resolves when it is. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.saving = this.saving.catch(() => undefined).then(() => this.save());
    return this.saving;
  }

  /** Stores what was typed and lets go. */
  async destroy(): Promise<void> {
    this.close();
    await this.flush();
    this.doc.destroy();
  }

  private close(): void {
    this.over = true;
    this.subscription.unsubscribe();
    clearInterval(this.beat);
  }

  private touch(): void { void this.db.live.update(this.row.id, { openAt: Date.now() }).catch(() => undefined); }

  private typed(): void {
    this.unsaved = true;
    this.timer ??= setTimeout(() => { void this.flush().catch((e: unknown) => { console.error(e); }); }, SAVE_AFTER);
  }

  private stored(now: LiveRow | undefined): void {
    if (this.over) return;
    if (now === undefined || now.epoch !== this.row.epoch) {
      this.close();
      void this.flush().catch((e: unknown) => { console.error(e); }).finally(this.gone);
      return;
    }
    Y.applyUpdate(this.doc, now.state, STORED);
    if (!this.unsaved) this.seen = this.text.toString();
  }

  private async save(): Promise<void> {
    if (!this.unsaved) return;
    this.unsaved = false;
    const id = this.row.id;
    try {
      await this.db.transaction('rw', tables(this.db), async () => {
        const now = await this.db.live.get(id);
        if (now?.epoch !== this.row.epoch) { await this.saveAsText(); return; }
        Y.applyUpdate(this.doc, now.state, STORED);
        const content = this.text.toString();
        await this.service.write(id, content, stateOf(this.doc));
        this.seen = content;
      });
    } catch (e) {
      this.unsaved = true;
      throw e;
    }
  }

  /** The live state is gone or another: what was typed since goes into the text that is there, and no word of either is lost. */
  private async saveAsText(): Promise<void> {
    const row = await this.db.documents.get(this.row.id);
    if (row === undefined) return;
    const stored = (await this.db.texts.get(row.id))?.content ?? '';
    const typed = this.text.toString();
    await this.service.write(row.id, stored === this.seen ? typed : mixed(typed, this.seen, stored).content);
  }
}
