/**
 * Keeps an open editor and the stored text in step. `seen` is the stored text on which the editor's rests, `pending` what was typed since. A text that
 * arrives from elsewhere (the server, another tab) is put in as the smallest edit that makes it, moved past what was typed meanwhile: cursor, scroll and
 * unsaved words stay. What is saved is always made on top of what is stored, checked in the same transaction.
 */
import { Annotation, ChangeSet, Transaction } from '@codemirror/state';
import { EditorView, type ViewUpdate } from '@codemirror/view';
import diff from 'fast-diff';

export const SAVE_AFTER_MS = 300;

/** Marks an edit that came from elsewhere. */
export const Arrived = Annotation.define<boolean>();

/** From this length on only the ends that both texts share are looked for. */
const DIFF_MAX = 200_000;

/** The smallest edit that makes one text of another. */
export function editBetween(from: string, to: string): { from: number; to: number; insert: string }[] {
  let start = 0;
  const shorter = Math.min(from.length, to.length);
  while (start < shorter && from.charCodeAt(start) === to.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && from.charCodeAt(from.length - 1 - end) === to.charCodeAt(to.length - 1 - end)) end++;
  const [a, b] = [from.slice(start, from.length - end), to.slice(start, to.length - end)];
  if (a === b) return [];
  if (a.length + b.length > DIFF_MAX || a === '' || b === '') return [{ from: start, to: start + a.length, insert: b }];
  const edits: { from: number; to: number; insert: string }[] = [];
  let at = start;
  for (const [kind, text] of diff(a, b)) {
    const last = edits.at(-1);
    if (kind === diff.EQUAL) at += text.length;
    else if (kind === diff.DELETE) {
      if (last !== undefined && last.to === at) last.to += text.length;
      else edits.push({ from: at, to: at + text.length, insert: '' });
      at += text.length;
    } else if (last !== undefined && last.to === at) last.insert += text;
    else edits.push({ from: at, to: at, insert: text });
  }
  return edits;
}

export interface Store {
  /** Runs work in one transaction over the stored text. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  read(): Promise<string | null>;
  write(content: string): Promise<void>;
}

export class Keeper {
  private view: EditorView | null = null;
  private pending: ChangeSet;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private running: Promise<void> | null = null;

  constructor(private seen: string, private readonly store: Store, private readonly told: (state: 'saved' | 'unsaved' | 'failed', cause?: unknown) => void) {
    this.pending = ChangeSet.empty(seen.length);
  }

  /** Listens to an editor whose text is `seen`. */
  readonly extension = EditorView.updateListener.of((update) => { this.updated(update); });

  bind(view: EditorView): void { this.view = view; }

  /** While another one keeps the text (live editing), nothing is done here. */
  private resting = false;

  rest(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.resting = true;
    this.told('saved');
  }

  /** Goes on from what is stored now; what the editor has beyond it counts as typed. */
  wake(stored: string): void {
    this.resting = false;
    this.seen = stored;
    this.pending = ChangeSet.of(editBetween(stored, this.view?.state.doc.toString() ?? stored), stored.length, '\n');
    if (!this.pending.empty) void this.flush();
  }

  get clean(): boolean { return this.pending.empty; }

  private updated(update: ViewUpdate): void {
    if (!update.docChanged || this.resting) return;
    let typed = false;
    for (const transaction of update.transactions) {
      if (!transaction.docChanged || transaction.annotation(Arrived) === true) continue;
      this.pending = this.pending.compose(transaction.changes);
      typed = true;
    }
    if (!typed) return;
    this.told('unsaved');
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => { void this.flush(); }, SAVE_AFTER_MS);
  }

  /** Takes in what is stored now. */
  arrived(stored: string): void {
    if (this.view === null || this.resting || stored === this.seen) return;
    const remote = ChangeSet.of(editBetween(this.seen, stored), this.seen.length, '\n');
    const moved = remote.map(this.pending);
    this.pending = this.pending.map(remote, true);
    this.seen = stored;
    if (!moved.empty) this.view.dispatch({ changes: moved, annotations: [Arrived.of(true), Transaction.addToHistory.of(false)] });
    if (this.view.state.doc.toString() === stored) this.pending = ChangeSet.empty(this.view.state.doc.length);
  }

  /** Saves what was typed; resolves when it is stored. */
  flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const after = this.running ?? Promise.resolve();
    const run = after.then(() => this.save()).finally(() => { if (this.running === run) this.running = null; });
    this.running = run;
    return run;
  }

  private async save(): Promise<void> {
    const { view } = this;
    if (view === null || this.resting || this.pending.empty) return;
    try {
      await this.store.alone(async () => {
        const stored = await this.store.read();
        if (stored !== null) this.arrived(stored);
        const content = view.state.doc.toString();
        const length = view.state.doc.length;
        // What is typed from here on rests on what is written now.
        this.seen = content;
        this.pending = ChangeSet.empty(length);
        await this.store.write(content);
      });
      if (this.pending.empty) this.told('saved');
    } catch (cause) {
      // The text stays in the editor and counts as typed: the next try writes all of it.
      const stored = (await this.store.read().catch(() => null)) ?? '';
      this.seen = stored;
      this.pending = ChangeSet.of(editBetween(stored, view.state.doc.toString()), stored.length, '\n');
      this.told('failed', cause);
    }
  }
}
