/** The server's side of the local database: pulls, pushes, follows the stream. One tab of a browser leads. */
import type { LocalDatabase } from '../local/database';

export class SyncEngine {
  constructor(private readonly db: LocalDatabase) {}

  /** Begins to keep the database in step. May be called in every tab. */
  start(): void { void this.db; }

  /** Ends it; resolves when nothing of it runs any more. */
  stop(): Promise<void> { return Promise.resolve(); }

  /** Asks for a round now: on focus, on opening, when somebody presses 'Sync now'. */
  kick(): void { /* the leader's loop */ }

  /** Whether the server answered last time. */
  get online(): boolean { return false; }
}
