/** The sync engine, fetched when it is first needed: neither the first paint nor a guest waits for it. */
import type { SyncEngine } from '../sync/engine';
import type { LocalDatabase } from '../local/database';

export class Engine {
  private engine: SyncEngine | null = null;
  private fetching: Promise<SyncEngine> | null = null;
  private wanted = false;

  constructor(private readonly db: LocalDatabase) {}

  /** Begins to keep the database in step. May be called in every tab. */
  start(): void {
    this.wanted = true;
    this.fetched().then((engine) => { if (this.wanted) engine.start(); }, () => {
      // Before the service worker has everything, and without a network: there is nothing to sync with either. 'Sync now' and the way back online try again.
      addEventListener('online', () => { if (this.wanted) this.start(); }, { once: true });
    });
  }

  /** Ends it; resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    this.wanted = false;
    await this.engine?.stop();
  }

  /** Asks for a round now: on focus, on opening, when somebody presses 'Sync now'. */
  kick(): void {
    if (this.engine === null) {
      if (this.wanted) this.start();
    } else {
      this.engine.kick();
    }
  }

  /** Begins to edit a document live; false where it is edited as text. */
  async openLive(id: string): Promise<boolean> {
    return this.wanted && (await this.fetched()).openLive(id);
  }

  /** Whether the server answered last time. */
  get online(): boolean { return this.engine?.online ?? false; }

  private fetched(): Promise<SyncEngine> {
    this.fetching ??= import('../sync/engine').then(({ SyncEngine: Fetched }) => (this.engine = new Fetched(this.db)), (cause: unknown) => { this.fetching = null; throw cause; });
    return this.fetching;
  }
}
