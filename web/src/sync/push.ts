/** Sends the queue: workspaces first, then records in their order. */
import { Problem } from '../api/http';
import { createSpace, type Mutation, push, type PushResult, readDocument, snapshot } from '../api/sync';
import type { Document } from '../api/types';
import type { LocalDatabase, QueueRow } from '../local/database';
import { applyResults } from './answers';
import { type Batch, freeze } from './freeze';

/** The server's side of pushing. */
export interface PushPort {
  createSpace(id: string, name: string, signal: AbortSignal): Promise<unknown>;
  snapshot(documentId: string, key: string, signal: AbortSignal): Promise<unknown>;
  push(mutations: readonly unknown[], signal: AbortSignal): Promise<{ results: PushResult[] }>;
  readDocument(id: string, signal: AbortSignal): Promise<Document>;
}

/** More batches than any queue has; what is left goes with the next round. */
const BATCHES_MAX = 1_000;

export class Pusher {
  constructor(
    private readonly db: LocalDatabase,
    private readonly report: (problem: string) => void,
    private readonly port: PushPort = { createSpace, snapshot, push, readDocument },
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Sends all that can be sent now; whether there was anything. Throws the `Problem` after which it is to be tried again. */
  async push(signal: AbortSignal): Promise<boolean> {
    let sent = await this.spaces(signal);
    for (let i = 0; i < BATCHES_MAX; i++) {
      signal.throwIfAborted();
      const batch = await freeze(this.db);
      if (batch.mutations.length === 0) break;
      sent = true;
      await this.versions(batch.entries, signal);
      await this.send(batch, signal);
    }
    return sent;
  }

  private async spaces(signal: AbortSignal): Promise<boolean> {
    let sent = false;
    for (const entry of await this.db.queue.orderBy('seq').filter((row) => row.entity === 'space').toArray()) {
      const row = await this.db.spaces.get(entry.recordId);
      try {
        if (row !== undefined) await this.port.createSpace(row.id, row.name, signal);
        await this.db.queue.delete(entry.seq ?? -1);
        sent = true;
      } catch (e) {
        if (!(e instanceof Problem) || e.passing || e.status === 401) throw e;
        // Its documents wait with it; the others go on.
        this.report(`The workspace “${row?.name ?? ''}” can’t be made on the server: ${e.message}`);
      }
    }
    return sent;
  }

  /** Where somebody chose their own text over the server's, the server's becomes a version first. */
  private async versions(entries: readonly QueueRow[], signal: AbortSignal): Promise<void> {
    for (const { recordId, mutationId } of entries) {
      const key = `snapshot:${recordId}`;
      if ((await this.db.note(key)) === undefined) continue;
      try {
        await this.port.snapshot(recordId, `snapshot-${mutationId}`, signal);
      } catch (e) {
        if (!(e instanceof Problem) || e.passing || e.status === 401 || e.status === 409) throw e;
        // What is wrong with the document the push itself will say.
      }
      await this.db.meta.delete(key);
    }
  }

  private async send(batch: Batch, signal: AbortSignal): Promise<void> {
    try {
      const { results } = await this.port.push(batch.mutations, signal);
      await this.answered(await this.refreshed(batch.mutations, results, signal));
    } catch (e) {
      if (!(e instanceof Problem) || ![400, 413, 422].includes(e.status)) throw e;
      const [only, ...more] = batch.mutations;
      if (only === undefined) return;
      // One of them makes the whole unreadable: each by itself.
      if (more.length === 0) await this.answered([refused(only, e)]);
      else for (const mutation of batch.mutations) await this.send({ entries: [], mutations: [mutation] }, signal);
    }
  }

  /** A document whose deletion is refused comes back as it is now: an answer that is given a second time may show an old one. */
  private async refreshed(mutations: readonly Mutation[], results: readonly PushResult[], signal: AbortSignal): Promise<PushResult[]> {
    const deleting = new Map(mutations.filter(({ op, entity }) => op === 'delete' && entity === 'document').map(({ mutationId, id }) => [mutationId, id]));
    return Promise.all(results.map(async (result) => {
      const id = deleting.get(result.mutationId);
      if (id === undefined || result.status !== 'conflict') return result;
      try {
        return { ...result, current: await this.port.readDocument(id, signal) };
      } catch (e) {
        if (e instanceof Problem && (e.status === 404 || e.status === 410)) return { ...result, current: null };
        throw e;
      }
    }));
  }

  private async answered(results: readonly PushResult[]): Promise<void> {
    const later = await applyResults(this.db, results, this.now().toISOString());
    if (later !== null) throw new Problem(later.status, later.code, later.detail ?? later.title ?? 'The server can’t take this just now.', [], {}, later.retryAfter ?? null);
  }
}

const refused = (mutation: Mutation, problem: Problem): PushResult => ({
  mutationId: mutation.mutationId, status: 'rejected', problem: { status: problem.status, code: problem.code, detail: problem.message, errors: problem.errors } });
