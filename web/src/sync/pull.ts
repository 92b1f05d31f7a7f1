/** Pulls until nothing is left, and checks now and then that this copy is the server's. */
import { Problem } from '../api/http';
import { type FeedPage, readFeed, type SpaceSum } from '../api/sync';
import type { LocalDatabase } from '../local/database';
import { applyPage, CURSOR, startAnew } from './apply';
import { diverging } from './checksum';

export type ReadFeed = (cursor: string | null, signal: AbortSignal) => Promise<FeedPage>;

const CHECK_EVERY = 5 * 60_000;

export class Puller {
  private checkedAt = -Infinity;
  private repaired = false;
  /** The highest number of each space that a last page named. */
  readonly heads = new Map<string, number>();

  constructor(
    private readonly db: LocalDatabase,
    private readonly progress: (pulled: number) => void,
    private readonly report: (problem: string) => void,
    private readonly read: ReadFeed = readFeed,
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes all that was committed before now. */
  async pull(signal: AbortSignal): Promise<void> {
    const told = await this.toTheEnd(signal);
    if (this.now() - this.checkedAt < CHECK_EVERY) return;
    this.checkedAt = this.now();
    const wrong = await diverging(this.db, told, pause);
    if (wrong.length === 0) { this.repaired = false; return; }
    // Once: what a whole delivery doesn't put right, another one won't either.
    if (this.repaired) return;
    this.repaired = true;
    this.report('The copy in this browser differed from the server’s. It was fetched again; what you haven’t sent yet is untouched.');
    await startAnew(this.db);
    await this.toTheEnd(signal);
  }

  private async toTheEnd(signal: AbortSignal): Promise<readonly SpaceSum[]> {
    let pulled = 0;
    for (;;) {
      signal.throwIfAborted();
      const from = (await this.db.note<string>(CURSOR)) ?? null;
      if (from === null) await startAnew(this.db);
      const page = await this.page(from, signal);
      if (page === null) continue;
      const taken = await applyPage(this.db, from, page, new Date(this.now()).toISOString());
      if (!taken) continue;
      pulled += page.changes.length;
      if (page.hasMore || pulled > 1000) this.progress(pulled);
      if (page.hasMore) continue;
      for (const { spaceId, head } of page.spaces ?? []) this.heads.set(spaceId, head);
      return page.spaces ?? [];
    }
  }

  /** A page; null where the cursor is of no use any more and everything begins anew. */
  private async page(from: string | null, signal: AbortSignal): Promise<FeedPage | null> {
    try {
      return await this.read(from, signal);
    } catch (e) {
      if (from === null || !(e instanceof Problem) || (e.code !== 'CURSOR_INVALID' && e.code !== 'CURSOR_MISMATCH')) throw e;
      await startAnew(this.db);
      return null;
    }
  }
}

/** Gives the page time to draw and to listen. */
export const pause = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve); });
