/** How long to wait before the next try: exponential with full jitter, 1 s to 5 min. */
export class Backoff {
  private tries = 0;

  constructor(
    private readonly least = 1_000,
    private readonly most = 5 * 60_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds until the next try; at least what the server asked for. */
  next(retryAfterSeconds: number | null = null): number {
    const ceiling = Math.min(this.most, this.least * 2 ** Math.min(this.tries++, 20));
    const asked = (retryAfterSeconds ?? 0) * 1000;
    return Math.max(asked, this.least / 2 + this.random() * (ceiling - this.least / 2));
  }

  reset(): void { this.tries = 0; }
}
