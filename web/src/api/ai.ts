/** Questions to a model through our server, answered as a stream (docs/apps/documents.md). */
import { events } from './events';
import { Problem, problemOf, send } from './http';

export interface Question { provider?: string; model?: string; prompt: string; contextIds: string[] }

export type Piece = { text: string } | { done: { provider: string; model: string; inputTokens: number | null; outputTokens: number | null; costUsd: number | null } };

interface Done { provider?: string; model?: string; usage?: { inputTokens?: number; outputTokens?: number; costUsd?: number } }
interface Failed { problem?: { status?: number; code?: string; detail?: string; title?: string } }

/** Asks; throws the `Problem`, whether it comes before the answer or in the midst of it. */
export async function* askServer(question: Question, signal: AbortSignal): AsyncGenerator<Piece> {
  const response = await send('POST', '/api/ai/generate', { body: { ...question, mode: 'proxy' }, headers: { Accept: 'text/event-stream' }, signal });
  if (!response.ok || response.body === null) throw await problemOf(response);
  let ended = false;
  for await (const { event, data } of events(response.body)) {
    if (event === 'delta') yield { text: (JSON.parse(data) as { text?: string }).text ?? '' };
    if (event === 'error') {
      const { problem = {} } = JSON.parse(data) as Failed;
      throw new Problem(problem.status ?? 500, problem.code ?? 'UNKNOWN', problem.detail ?? problem.title ?? 'The answer broke off.');
    }
    if (event === 'done') {
      const { provider = '', model = '', usage = {} } = JSON.parse(data) as Done;
      ended = true;
      yield { done: { provider, model, inputTokens: usage.inputTokens ?? null, outputTokens: usage.outputTokens ?? null, costUsd: usage.costUsd ?? null } };
    }
  }
  if (!ended) throw new Problem(0, 'OFFLINE', 'The connection broke off before the answer was complete.');
}
