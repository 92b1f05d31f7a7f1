/** Times and sizes as the reader writes them. */
export const when = (iso: string): string => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60]];

/** `5 minutes ago`; a date from a week on. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  if (seconds < -7 * 86_400) return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(new Date(iso));
  const step = STEPS.find(([, length]) => -seconds >= length);
  return step === undefined ? 'just now' : new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.ceil(seconds / step[1]), step[0]);
}

export function bytes(count: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = count < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(count) / 3));
  return new Intl.NumberFormat(undefined, { style: 'unit', unit: units[step] ?? 'gigabyte', unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: 1 }).format(count / 1000 ** step);
}

/** The words of whatever was thrown. */
export const words = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
