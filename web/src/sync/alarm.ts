/** Sleeps until a time, or until somebody rings. */
export class Alarm {
  private due = Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wake: (() => void) | null = null;

  /** Wakes at the latest in so many milliseconds. */
  within(milliseconds: number): void {
    const at = Date.now() + milliseconds;
    if (at >= this.due) return;
    this.due = at;
    // At once means now: the timers of a page that nobody sees may be a minute late.
    if (milliseconds <= 0 && this.wake !== null) this.wake();
    else this.arm();
  }

  /** Forgets when to wake. */
  clear(): void {
    this.due = Infinity;
    clearTimeout(this.timer);
  }

  /** Resolves when it is time, or when `signal` is aborted. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.wake = null;
        this.clear();
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.wake = done;
      if (signal.aborted) { done(); return; }
      signal.addEventListener('abort', done, { once: true });
      this.arm();
    });
  }

  private arm(): void {
    clearTimeout(this.timer);
    if (this.due === Infinity || this.wake === null) return;
    this.timer = setTimeout(() => this.wake?.(), Math.max(0, Math.min(this.due - Date.now(), 0x7fff_ffff)));
  }
}
