import { afterEach, expect, test, vi } from 'vitest';
import { EventParser } from '../api/events';
import { askProvider, promptOf, type OwnQuestion, ProviderRefusal, refusalOf } from './providers';

test('events are whole however they are cut', () => {
  const text = ': hello\r\nevent: delta\r\ndata: {"a":1}\r\n\r\ndata: one\ndata: two\n\nevent: empty\n\ndata:x\r\r';
  const whole = new EventParser().push(text + '\n');
  expect(whole).toEqual([{ event: 'delta', data: '{"a":1}' }, { event: 'message', data: 'one\ntwo' }, { event: 'message', data: 'x' }]);
  for (let cut = 1; cut < text.length; cut++) {
    const parser = new EventParser();
    expect([...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut)), ...parser.push('\n')]).toEqual(whole);
  }
});

test('documents come before the question and are named as context', () => {
  expect(promptOf({ prompt: 'Why?', documents: [] })).toBe('Why?');
  const text = promptOf({ prompt: 'Why?', documents: [{ title: 'A "b"', content: 'Text' }] });
  expect(text).toContain('<document title="A ”b”">\nText\n</document>');
  expect(text.endsWith('Why?')).toBe(true);
});

afterEach(() => { vi.unstubAllGlobals(); });

interface Seen { url: URL; headers: Record<string, string>; body: Record<string, unknown> }

/** The provider's side: what it is sent, and the bytes that it answers. */
function provider(status: number, answer: string): Seen[] {
  const seen: Seen[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    seen.push({ url: new URL(url), headers: init.headers as Record<string, string>, body: JSON.parse(String(init.body)) as Record<string, unknown> });
    return Promise.resolve(new Response(answer, { status }));
  });
  return seen;
}

async function answered(question: Partial<OwnQuestion>): Promise<{ text: string; done: unknown }> {
  let text = '';
  let done: unknown = null;
  for await (const piece of askProvider({ provider: 'openai', key: 'k-1', model: 'm', prompt: 'Why?', documents: [], ...question }, new AbortController().signal)) {
    if ('text' in piece) text += piece.text;
    else done = piece.done;
  }
  return { text, done };
}

test('OpenAI: deltas, usage, end', async () => {
  const seen = provider(200, 'data: {"choices":[{"delta":{"role":"assistant"}}]}\n\ndata: {"choices":[{"delta":{"content":"Be"}}]}\n\ndata: {"choices":[{"delta":{"content":"cause"}}]}\n\ndata: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\ndata: [DONE]\n\n');
  expect(await answered({})).toEqual({ text: 'Because', done: { provider: 'openai', model: 'm', inputTokens: 3, outputTokens: 2, costUsd: null } });
  expect(seen[0]?.url.href).toBe('https://api.openai.com/v1/chat/completions');
  expect(seen[0]?.headers['Authorization']).toBe('Bearer k-1');
  expect(seen[0]?.body).toMatchObject({ model: 'm', stream: true, store: false });
});

test('Anthropic: text deltas alone are text; the browser’s header is sent', async () => {
  const seen = provider(200, [
    'event: message_start\ndata: {"type":"message_start","message":{"usage":{"input_tokens":9,"output_tokens":1}}}',
    'event: content_block_delta\ndata: {"delta":{"type":"thinking_delta","thinking":"hm"}}', 'event: ping\ndata: {"type":"ping"}',
    'event: content_block_delta\ndata: {"delta":{"type":"text_delta","text":"So."}}', 'event: message_delta\ndata: {"usage":{"output_tokens":4}}', 'event: message_stop\ndata: {"type":"message_stop"}', '',
  ].join('\n\n'));
  expect(await answered({ provider: 'anthropic' })).toEqual({ text: 'So.', done: { provider: 'anthropic', model: 'm', inputTokens: 9, outputTokens: 4, costUsd: null } });
  expect(seen[0]?.headers).toMatchObject({ 'x-api-key': 'k-1', 'anthropic-version': '2023-06-01', 'anthropic-dangerous-direct-browser-access': 'true' });
});

test('Gemini: parts of the first candidate without its thoughts', async () => {
  const seen = provider(200, 'data: {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"Yes"}]}}]}\r\n\r\ndata: {"candidates":[{"content":{"parts":[{"text":"."}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2}}\r\n\r\n');
  expect(await answered({ provider: 'gemini', model: 'gemini-x' })).toEqual({ text: 'Yes.', done: { provider: 'gemini', model: 'gemini-x', inputTokens: 5, outputTokens: 2, costUsd: null } });
  expect(seen[0]?.url.href).toBe('https://generativelanguage.googleapis.com/v1beta/models/gemini-x:streamGenerateContent?alt=sse');
  expect(seen[0]?.headers['x-goog-api-key']).toBe('k-1');
  expect(seen[0]?.url.href).not.toContain('k-1');
});

test('an answer that breaks off is said to', async () => {
  provider(200, 'data: {"choices":[{"delta":{"content":"Be"}}]}\n\n');
  await expect(answered({})).rejects.toThrow('broke off');
});

test('an error in the midst of a stream ends it', async () => {
  provider(200, 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n');
  await expect(answered({ provider: 'anthropic' })).rejects.toThrow('Anthropic: Overloaded');
});

test('refusals are said in words, and never hold the key', async () => {
  provider(401, '{"error":{"message":"Incorrect API key provided: k-1"}}');
  await expect(answered({})).rejects.toThrow('OpenAI doesn’t take this key. Check it in the settings, under AI keys.');
  expect(refusalOf('G', 400, '[{"error":{"message":"API key not valid. Please pass a valid API key."}}]', null).kind).toBe('key');
  expect(refusalOf('O', 429, '{}', '20').message).toContain('in 20 seconds');
  expect(refusalOf('O', 404, '{}', null).kind).toBe('model');
  expect(refusalOf('A', 529, 'x', null).kind).toBe('trouble');
  expect(refusalOf('A', 400, '{"error":{"message":"max_tokens: too high"}}', null).message).toBe('A: max_tokens: too high');
  expect(refusalOf('A', 400, 'not json', null)).toBeInstanceOf(ProviderRefusal);
});
