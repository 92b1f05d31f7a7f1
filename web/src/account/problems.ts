/** What the server refuses, at the field that it concerns, in its words. */
import { Problem } from '../api/http';
import { words } from '../app/format';

export interface Refusal {
  /** Of the whole; null where the fields say it all. */
  text: string | null;
  fields: Record<string, string>;
}

export const NO_REFUSAL: Refusal = { text: null, fields: {} };

/** @param labels the fields that the form shows, and what they are called there */
export function refusal(cause: unknown, labels: Record<string, string>): Refusal {
  if (!(cause instanceof Problem)) return { text: words(cause), fields: {} };
  const fields: Record<string, string> = {};
  let elsewhere = cause.errors.length === 0;
  for (const { field, message } of cause.errors) {
    const label = labels[field];
    if (label === undefined) elsewhere = true;
    else fields[field] ??= sentence(label, message);
  }
  return { text: elsewhere ? cause.message : null, fields };
}

/** The server's messages go on from the field's name: `must have 10 to 128 characters`. */
function sentence(label: string, message: string): string {
  const text = /^[a-z]/.test(message) ? `${label} ${message}` : message;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
