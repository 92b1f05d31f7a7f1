/** Who answers, from which documents, and what of that fits. */
import { useLiveQuery } from 'dexie-react-hooks';
import { askServer, type Piece } from '../api/ai';
import { deviceSettings, type Provider } from '../local/device';
import type { LocalDatabase } from '../local/database';
import { usePerson } from '../app/person';
import { askProvider } from './providers';
import { PROVIDERS } from './models';

export const CONTEXT_BYTES_MAX = 200_000;
export const CONTEXT_DOCUMENTS_MAX = 20;

/** `proxy` through our server, `byo` by this browser with a key of the person's. `proxy:` leaves the choice to the server. */
export type Way = 'proxy:' | 'proxy:local' | `byo:${Provider}`;

export interface ContextDocument { id: string; title: string; bytes: number; /** Whether the server has it, and as it is here. */ onServer: boolean; current: boolean }

export function useContextDocuments(ids: readonly string[]): ContextDocument[] | undefined {
  const { db } = usePerson();
  const key = ids.join(' ');
  return useLiveQuery(() => contextDocuments(db, key === '' ? [] : key.split(' ')), [db, key]);
}

export async function contextDocuments(db: LocalDatabase, ids: readonly string[]): Promise<ContextDocument[]> {
  const [rows, texts] = await Promise.all([db.documents.bulkGet([...ids]), db.texts.bulkGet([...ids])]);
  const encoder = new TextEncoder();
  return rows.flatMap((row, index) => (row === undefined ? [] : [{
    id: row.id, title: row.title, bytes: encoder.encode(texts[index]?.content ?? '').length, onServer: row.etag !== null, current: row.dirty === 0,
  }]));
}

export interface Ways { options: { id: Way; label: string }[]; usual: Way | null }

/** What can be chosen, the workspace's preference first. */
export function useWays(aiMode: 'byo' | 'proxy'): Ways | undefined {
  const { who } = usePerson();
  const account = who !== null && who !== 'guest';
  const keys = useLiveQuery(async () => (await deviceSettings()).aiKeys, []);
  if (keys === undefined) return undefined;
  const own = PROVIDERS.filter(({ id }) => (keys[id] ?? '') !== '').map(({ id, label }) => ({ id: `byo:${id}` as Way, label: `${label}, with my key` }));
  const server = account ? [{ id: 'proxy:' as Way, label: 'This server’s model' }, { id: 'proxy:local' as Way, label: 'This server, by extracts alone' }] : [];
  const options = aiMode === 'proxy' ? [...server, ...own] : [...own, ...server];
  // Without a key a workspace that prefers keys is answered by what tells nobody.
  const usual = aiMode === 'byo' && own.length === 0 && account ? 'proxy:local' : options[0]?.id ?? null;
  return { options, usual };
}

export interface Wanted { way: Way; model: string; prompt: string; ids: string[] }

/** Asks whoever was chosen. */
export async function* ask(db: LocalDatabase, { way, model, prompt, ids }: Wanted, signal: AbortSignal): AsyncGenerator<Piece> {
  const provider = way.slice(way.indexOf(':') + 1);
  if (way.startsWith('proxy:')) {
    yield* askServer({ ...(provider === '' ? {} : { provider }), prompt, contextIds: ids }, signal);
    return;
  }
  const [rows, texts, { aiKeys }] = await Promise.all([db.documents.bulkGet(ids), db.texts.bulkGet(ids), deviceSettings()]);
  const documents = rows.flatMap((row, index) => (row === undefined ? [] : [{ title: row.title, content: texts[index]?.content ?? '' }]));
  yield* askProvider({ provider: provider as Provider, key: aiKeys[provider as Provider] ?? '', model, prompt, documents }, signal);
}
