/** Follows `GET /api/sync/stream`: says when there is something to pull. */
import { Problem } from '../api/http';
import { openStream } from '../api/sync';
import { Alarm } from './alarm';
import { Backoff } from './backoff';
import { eventsOf } from './events';

/** The server speaks every 15 s; a connection that is silent for longer than two of them and a half is dead. */
const SILENCE = 40_000;

/** How long a page that nobody sees holds its stream. */
const HIDDEN = 5 * 60_000;

export class Stream {
  /** Whether it is open just now. */
  open = false;
  private readonly alarm = new Alarm();
  private readonly backoff = new Backoff();
  private current: AbortController | null = null;
  /** Nobody has looked at the page for a while. */
  private asleep = false;

  constructor(
    private readonly changed: (spaceId: string, head: number) => void,
    private readonly broken: () => void,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const unwatch = this.watchVisibility(signal);
    while (!signal.aborted) {
      if (!this.asleep) await this.follow(signal);
      if (signal.aborted) break;
      if (!this.asleep) this.alarm.within(this.backoff.next());
      await this.alarm.next(signal);
    }
    unwatch();
  }

  /** Connects now, if it isn't connected: the network is back, or somebody looks at the page. */
  retry(): void {
    this.backoff.reset();
    this.alarm.within(0);
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const mine = new AbortController();
    this.current = mine;
    const both = AbortSignal.any([signal, mine.signal]);
    let silence = setTimeout(() => { mine.abort(); }, SILENCE);
    try {
      for await (const event of eventsOf(await openStream(both))) {
        clearTimeout(silence);
        silence = setTimeout(() => { mine.abort(); }, SILENCE);
        if (!this.open) { this.open = true; this.backoff.reset(); }
        if (event === null) continue;
        if (event.event === 'bye') break;
        if (event.event === 'changed') {
          const { spaceId, head } = JSON.parse(event.data) as { spaceId: string; head: number };
          this.changed(spaceId, head);
        } else if (event.event === 'spaces') {
          this.changed('', Infinity);
        }
      }
    } catch (e) {
      if (!both.aborted && (!(e instanceof Problem) || e.offline)) this.broken();
    } finally {
      clearTimeout(silence);
      mine.abort();
      this.open = false;
    }
  }

  private watchVisibility(signal: AbortSignal): () => void {
    if (typeof document === 'undefined') return () => undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      if (document.visibilityState === 'hidden') {
        timer = setTimeout(() => { this.asleep = true; this.current?.abort(); }, HIDDEN);
      } else if (this.asleep) {
        this.asleep = false;
        this.retry();
      }
    };
    look();
    document.addEventListener('visibilitychange', look, { signal });
    return () => { clearTimeout(timer); };
  }
}
