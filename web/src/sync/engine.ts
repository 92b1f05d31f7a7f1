/** The server's side of the local database: pulls, pushes, follows the stream. One tab of a browser leads. */
import { liveQuery, type Subscription } from 'dexie';
import { Problem } from '../api/http';
import { entered, remembered, resume } from '../api/session';
import type { LocalDatabase } from '../local/database';
import { Alarm } from './alarm';
import { REPULL } from './answers';
import { startAnew } from './apply';
import { Uploader } from './attachments';
import { Backoff } from './backoff';
import { channelOf, lead } from './leader';
import { LiveSync } from './live';
import { Puller } from './pull';
import { Pusher } from './push';
import { NO_STATUS, readStatus, type SyncStatus } from './status';
import { Stream } from './stream';

/** How long somebody may go on typing before what is written goes out, and how long at most. */
const PUSH_AFTER = 1_500;
const PUSH_WITHIN = 8_000;

/** The same for what is edited live. */
const LIVE_AFTER = 250;
const LIVE_WITHIN = 600;

/** Without a stream, how often it is asked whether there is something new; with one it is a safety net. */
const POLL = 30_000;
const POLL_STREAMING = 5 * 60_000;

/** How often in a round states are brought together, while others write on. */
const JOINS_MAX = 5;

/** A round that takes longer is shown. */
const SHOWN_AFTER = 400;

export class SyncEngine {
  private life: AbortController | null = null;
  private running: Promise<void> = Promise.resolve();
  private channel: BroadcastChannel | null = null;
  private subscriptions: Subscription[] = [];
  private status: SyncStatus = NO_STATUS;
  private leading = false;
  private readonly alarm = new Alarm();
  private readonly uploads = new Alarm();
  private readonly backoff = new Backoff();
  /** What the next round is for. */
  private wants = { pull: true, push: true };
  /** The first write that waits to be pushed (ms). */
  private waitingSince: number | null = null;
  /** No round before this (ms): the server asked for it, or the backoff did. */
  private notBefore = 0;
  private asked = 0;
  /** When it is pulled without anybody asking (ms). */
  private pollAt = 0;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private stream: Stream | null = null;
  private notice: string | null = null;

  private readonly live: LiveSync;

  constructor(private readonly db: LocalDatabase) { this.live = new LiveSync(db); }

  /** Begins to keep the database in step. May be called in every tab. */
  start(): void {
    if (this.life !== null) return;
    const life = new AbortController();
    this.life = life;
    const ignore = (): void => undefined;
    this.subscriptions = [
      liveQuery(() => readStatus(this.db)).subscribe({ next: (status) => { if (!this.leading) this.status = status; }, error: ignore }),
      liveQuery(() => this.db.queue.filter((entry) => entry.payload === null).primaryKeys()).subscribe({ next: (waiting) => { void this.grown(waiting.length); }, error: ignore }),
    ];
    this.listen(life.signal);
    this.running = Promise.resolve(this.running).then(() => lead(this.db.owner, life.signal, () => this.loop(life.signal))).catch((e: unknown) => { if (!life.signal.aborted) console.error(e); });
  }

  /** Ends it; resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    this.life?.abort();
    this.life = null;
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    clearTimeout(this.typing);
    this.channel?.close();
    this.channel = null;
    await this.running;
  }

  /** Asks for a round now: on focus, on opening, when somebody presses 'Sync now'. */
  kick(): void {
    if (this.leading) this.hurry();
    else this.channel?.postMessage('kick');
  }

  /**
   * Begins to edit a document live, for `LiveDocument.open`; false where it is edited as text: no connection, no right to write, too large, edits that
   * wait from a time without connection. Worth another try when one of these changes.
   */
  async openLive(id: string): Promise<boolean> {
    if (!this.online) return false;
    try {
      return await this.live.open(id);
    } catch (e) {
      if (e instanceof Problem) return false;
      throw e;
    }
  }

  /** Whether the server answered last time. */
  get online(): boolean {
    return navigator.onLine !== false && !['off', 'offline', 'stopped', 'waiting'].includes(this.status.phase);
  }

  private listen(signal: AbortSignal): void {
    if (typeof BroadcastChannel !== 'undefined') {
      this.channel = new BroadcastChannel(channelOf(this.db.owner));
      this.channel.onmessage = ({ data }) => {
        if (!this.leading) return;
        if (data === 'push') this.want('push', 0);
        else this.hurry();
      };
    }
    if (typeof window === 'undefined') return;
    const on = (target: EventTarget, event: string, run: () => void): void => { target.addEventListener(event, run, { signal }); };
    on(window, 'focus', () => { this.kick(); });
    on(window, 'online', () => { this.kick(); });
    on(window, 'offline', () => { if (this.leading) this.failed(new Problem(0, 'OFFLINE', 'This device is offline.'), signal); });
    on(document, 'visibilitychange', () => { if (document.visibilityState === 'visible') this.kick(); });
  }

  /** A round at once, whatever was waited for; only what the server asked to wait is waited. */
  private hurry(): void {
    this.backoff.reset();
    this.wants = { pull: true, push: true };
    this.alarm.within(Math.max(0, this.asked - Date.now()));
    this.notBefore = this.asked;
    if (this.stream?.open === false) this.stream.retry();
  }

  private want(what: 'pull' | 'push', after: number): void {
    this.wants[what] = true;
    this.alarm.within(Math.max(after, this.notBefore - Date.now()));
  }

  private async loop(signal: AbortSignal): Promise<void> {
    this.leading = true;
    this.status = { ...(await readStatus(this.db)), phase: 'syncing', problem: null, nextTryAt: null, pulled: 0 };
    await this.tell({});
    const puller = new Puller(this.db, (pulled) => { void this.tell({ phase: 'syncing', pulled }); }, (problem) => { this.notice = problem; });
    const pusher = new Pusher(this.db, (problem) => { this.notice = problem; });
    const stream = new Stream(
      (spaceId, head) => { if (head > (puller.heads.get(spaceId) ?? 0)) this.want('pull', 0); },
      () => { this.want('pull', 0); });
    this.stream = stream;
    let following: Promise<unknown> | null = null;
    this.hurry();
    try {
      for (;;) {
        await this.alarm.next(signal);
        if (signal.aborted) break;
        if (Date.now() < this.notBefore) { this.alarm.within(this.notBefore - Date.now()); continue; }
        const well = await this.round(puller, pusher, signal);
        if (well && following === null) following = Promise.all([stream.run(signal), this.backUp(new Uploader(this.db), signal)]);
        if (well) this.uploads.within(0);
        this.pollAt = Date.now() + (stream.open ? POLL_STREAMING : POLL);
        if (well) this.alarm.within(this.pollAt - Date.now());
      }
    } finally {
      await following;
      this.leading = false;
      await this.tell({ phase: 'off' }).catch(() => undefined);
    }
  }

  /** Files go beside the rounds: text doesn't wait for them. */
  private async backUp(uploader: Uploader, signal: AbortSignal): Promise<void> {
    const backoff = new Backoff();
    const waiting = liveQuery(() => this.db.attachments.where('state').anyOf('local', 'uploading').primaryKeys())
      .subscribe({ next: (keys) => { if (keys.length > 0 && this.online) this.uploads.within(0); }, error: () => undefined });
    while (!signal.aborted) {
      try {
        await uploader.run(signal);
        backoff.reset();
      } catch (e) {
        if (signal.aborted) break;
        if (!(e instanceof Problem)) console.error(e);
        this.uploads.within(backoff.next(e instanceof Problem ? e.retryAfter : null));
      }
      await this.uploads.next(signal);
    }
    waiting.unsubscribe();
  }

  /** Pulls and pushes what is wanted; true if all of it went well. */
  private async round(puller: Puller, pusher: Pusher, signal: AbortSignal): Promise<boolean> {
    const wants = this.wants;
    this.wants = { pull: false, push: false };
    this.waitingSince = null;
    const shown = setTimeout(() => { void this.tell({ phase: 'syncing' }); }, SHOWN_AFTER);
    try {
      if (!(await this.session())) return false;
      if (await this.db.note<boolean>(REPULL)) { await startAnew(this.db); await this.db.meta.delete(REPULL); wants.pull = true; }
      if (wants.pull || Date.now() >= this.pollAt) await puller.pull(signal);
      let sent = await pusher.push(signal);
      for (let i = 0; i < JOINS_MAX && (await this.live.catchUp(signal)); i++) sent = (await pusher.push(signal)) || sent;
      if (sent && this.stream?.open !== true) await puller.pull(signal);
      clearTimeout(shown);
      this.backoff.reset();
      this.notBefore = this.asked = 0;
      await this.tell({ phase: 'idle', lastAt: new Date().toISOString(), nextTryAt: null, problem: this.notice, pulled: 0 });
      this.notice = null;
      return true;
    } catch (e) {
      clearTimeout(shown);
      this.wants = { pull: true, push: true };
      this.failed(e, signal);
      return false;
    } finally {
      clearTimeout(shown);
    }
  }

  /** Whether somebody is signed in; asks for a token where there may be one. */
  private async session(): Promise<boolean> {
    if (entered() || (remembered() && (await resume()))) return true;
    await this.ended();
    return false;
  }

  private async ended(): Promise<void> {
    await this.tell({ phase: 'stopped', nextTryAt: null, problem: 'Your session has ended. Sign in again to go on syncing; what you write stays in this browser until then.' });
  }

  private failed(cause: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    if (cause instanceof Problem && cause.status === 401) { void this.ended(); return; }
    const problem = cause instanceof Problem ? cause : null;
    if (problem === null) console.error(cause);
    const wait = this.backoff.next(problem?.retryAfter ?? null);
    this.notBefore = Date.now() + wait;
    this.asked = problem?.retryAfter == null ? 0 : Date.now() + problem.retryAfter * 1000;
    this.alarm.within(wait);
    void this.tell({
      phase: problem?.offline === true ? 'offline' : 'waiting', nextTryAt: new Date(this.notBefore).toISOString(),
      problem: cause instanceof Error ? cause.message : String(cause), pulled: 0,
    });
  }

  /** Something waits to be sent: soon, when the typing pauses, and in any case before long. */
  private async grown(waiting: number): Promise<void> {
    if (waiting === 0) return;
    const live = (await this.db.live.count().catch(() => 0)) > 0;
    const [after, within] = live ? [LIVE_AFTER, LIVE_WITHIN] : [PUSH_AFTER, PUSH_WITHIN];
    this.waitingSince ??= Date.now();
    const wait = Math.max(0, Math.min(after, this.waitingSince + within - Date.now()));
    if (this.leading) {
      if (!this.wants.pull) this.alarm.clear();
      this.want('push', wait);
      return;
    }
    // The tab that is written in keeps the time; the leader's may be one that nobody sees.
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      this.waitingSince = null;
      this.channel?.postMessage('push');
    }, wait);
  }

  private async tell(news: Partial<SyncStatus>): Promise<void> {
    this.status = { ...this.status, ...news };
    await this.db.keep('status', this.status);
  }
}
