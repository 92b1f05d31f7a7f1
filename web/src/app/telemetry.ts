/**
 * Counts that a person agreed to give (DOC-12): names of pages as `routes.tsx` has them, kinds of errors, durations. Never an address, an id, a title or a
 * word of a document; without consent nothing is collected, let alone sent.
 */
import { post } from '../api/http';
import { deviceSettings } from '../local/device';

export interface Count { kind: 'page' | 'error' | 'duration'; name: string; ms?: number }

const BATCH_MAX = 50;
const EVERY_MS = 60_000;
const NAME = /^[a-z][a-z0-9-]{0,39}$/;
/** Names of errors are the languages' own and ours; everything else is `Error`. */
const ERRORS = new Set(['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'AbortError', 'QuotaExceededError', 'DexieError', 'Problem', 'Refused', 'ChunkLoadError']);

const dashed = (name: string): string => name.replaceAll(/(?<=.)([A-Z])/g, '-$1').toLowerCase();

/** What of a count may leave: null where its name isn't one of the known shapes. */
export function fit({ kind, name, ms }: Count): Count | null {
  if (kind === 'error') return { kind, name: dashed(ERRORS.has(name) ? name : 'Error') };
  if (!NAME.test(name)) return null;
  return ms === undefined ? { kind, name } : { kind, name, ms: Math.min(600_000, Math.max(0, Math.round(ms))) };
}

let agreed = false;
let waiting: Count[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;

export async function startTelemetry(): Promise<void> {
  agreed = (await deviceSettings()).telemetry;
  addEventListener('error', (event) => { noteError(event.error); });
  addEventListener('unhandledrejection', (event) => { noteError(event.reason); });
}

/** Consent given or withdrawn; what was collected before a withdrawal is dropped. */
export function agree(yes: boolean): void {
  agreed = yes;
  if (!yes) waiting = [];
}

/** What would be sent now, as the settings show it. */
export const pending = (): readonly Count[] => waiting;

function note(count: Count): void {
  const kept = agreed ? fit(count) : null;
  if (kept === null || waiting.length >= BATCH_MAX) return;
  waiting.push(kept);
  timer ??= setTimeout(() => { void send(); }, EVERY_MS);
}

export const notePage = (name: string): void => { note({ kind: 'page', name }); };
export const noteDuration = (name: string, ms: number): void => { note({ kind: 'duration', name, ms }); };
export const noteError = (cause: unknown): void => { note({ kind: 'error', name: cause instanceof Error ? cause.name === 'Error' ? cause.constructor.name : cause.name : 'Error' }); };

async function send(): Promise<void> {
  timer = null;
  const events = waiting;
  waiting = [];
  if (events.length === 0 || !agreed) return;
  // Lost counts are no loss: nothing is kept for a second try.
  await post('/api/telemetry', { events }, { renew: false }).catch(() => undefined);
}
