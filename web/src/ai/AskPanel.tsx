/** A question about documents, and its answer as it comes. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Piece } from '../api/ai';
import { bytes, words } from '../app/format';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import { noteRoom } from '../app/storage';
import type { Provider } from '../local/device';
import { Banner, Button, ButtonLink, IconButton, Select, TextField } from '../ui';
import './ai.css';
import { Answer, type Turn } from './Answer';
import { ask, CONTEXT_BYTES_MAX, CONTEXT_DOCUMENTS_MAX, type ContextDocument, useContextDocuments, useWays, type Way } from './asking';
import { ContextList } from './ContextList';
import { PROVIDERS, providerLabel } from './models';

export interface AskPanelProps {
  /** What is asked about to begin with: the document that is open. */
  documentIds: readonly string[];
  spaceId: string;
  /** Puts text where the cursor is; left out where nothing can be written. */
  onInsert?: (text: string) => void;
  onClose: () => void;
}

export function AskPanel({ documentIds, spaceId, onInsert, onClose }: AskPanelProps) {
  const { db, service } = usePerson();
  const [, navigate] = useLocation();
  const panel = useRef<HTMLElement>(null);
  const aiMode = useLiveQuery(async () => (await db.spaces.get(spaceId))?.aiMode ?? 'byo', [db, spaceId]);
  const ways = useWays(aiMode ?? 'byo');
  const [chosen, setChosen] = useState<Way | null>(null);
  const [models, setModels] = useState<Record<string, string>>({});
  const [ids, setIds] = useState<string[]>([...documentIds]);
  const [prompt, setPrompt] = useState('');
  const context = useContextDocuments(ids);
  const { turns, running, start, stop } = useTurns();
  const follow = useFollowing(turns);
  const way = chosen ?? ways?.usual ?? null;

  // The panel follows the page to another document until somebody has chosen documents themselves.
  const opened = documentIds.join(' ');
  const before = useRef(opened);
  useEffect(() => {
    if (before.current === opened) return;
    setIds((now) => (now.join(' ') === before.current ? opened.split(' ').filter((id) => id !== '') : now));
    before.current = opened;
  }, [opened]);
  useEffect(() => { panel.current?.querySelector('textarea')?.focus(); }, [aiMode === undefined || ways === undefined]);

  if (aiMode === undefined || ways === undefined) return <aside className="ask-panel" aria-label="Ask about documents" />;
  const provider = way?.startsWith('byo:') === true ? (way.slice(4) as Provider) : null;
  const model = provider === null ? '' : models[provider] ?? PROVIDERS.find(({ id }) => id === provider)?.models[0] ?? '';
  const trouble = way === null ? null : misfit(way, context ?? []);
  const send = (): void => {
    const wanted = prompt.trim();
    if (way === null || trouble !== null || wanted === '' || running) return;
    setPrompt('');
    void start(wanted, (signal) => ask(db, { way, model, prompt: wanted, ids: (context ?? []).map(({ id }) => id) }, signal));
  };
  const keep = async (turn: Turn): Promise<void> => {
    try {
      const row = await service.createDocument({ spaceId, title: turn.prompt.replaceAll('/', ' ').replace(/\s+/g, ' ').slice(0, 80), content: `${turn.text}\n` });
      notify(`“${row.title}” is a document now.`, { label: 'Open it', run: () => { navigate(`/w/${spaceId}/d/${row.id}`); } });
    } catch (cause) {
      if (!noteRoom(cause)) notify(words(cause));
    }
  };
  return (
    <aside className="ask-panel" aria-label="Ask about documents" ref={panel} onKeyDown={(event) => { if (event.key === 'Escape') onClose(); }}>
      <div className="ask-head spread"><h2>Ask</h2><IconButton label="Close" icon="close" onPress={onClose} /></div>
      <div className="ask-turns" ref={follow}>
        {turns.length === 0 && <p className="quiet">Ask for a summary, a list of what is open, another wording. Each question stands on its own and sees only the documents below.</p>}
        {turns.map((turn) => <Answer key={turn.id} turn={turn} onKeep={() => { void keep(turn); }} {...(onInsert === undefined ? {} : { onInsert: () => { onInsert(turn.text); } })} />)}
      </div>
      <form className="ask-form" onSubmit={(event) => { event.preventDefault(); send(); }}>
        <ContextList ids={ids} documents={context ?? []} spaceId={spaceId} onChange={setIds} />
        {ways.options.length === 0
          ? <Banner actions={<ButtonLink href="/settings/ai">AI keys</ButtonLink>}>To ask, keep a key of your own in this browser, or sign in to use this server’s model.</Banner>
          : <WayChoice way={way ?? 'proxy:'} options={ways.options} onWay={setChosen} provider={provider} model={model} onModel={(next) => { if (provider !== null) setModels({ ...models, [provider]: next }); }} />}
        {trouble !== null && <p className="small ask-trouble" role="alert">{trouble}</p>}
        <TextField label="Question" rows={3} value={prompt} onChange={setPrompt} maxLength={20_000} onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          send();
        }} />
        <div className="spread">
          <span className="small quiet">{provider === null ? 'Goes through this server.' : `Goes from here to ${providerLabel(provider)}, with your key.`}</span>
          {running ? <Button onPress={stop}>Stop</Button> : <Button type="submit" variant="primary" isDisabled={way === null || trouble !== null || prompt.trim() === ''}>Ask</Button>}
        </div>
      </form>
    </aside>
  );
}

/** Why a question can't be asked from these documents; null where it can. */
function misfit(way: Way, documents: ContextDocument[]): string | null {
  const sum = documents.reduce((total, document) => total + document.bytes, 0);
  if (documents.length > CONTEXT_DOCUMENTS_MAX) return `${documents.length} documents are too many: ${CONTEXT_DOCUMENTS_MAX} are the most.`;
  if (sum > CONTEXT_BYTES_MAX) return `The documents hold ${bytes(sum)} together; ${bytes(CONTEXT_BYTES_MAX)} are the most. Take one away.`;
  if (!way.startsWith('proxy:')) return null;
  const missing = documents.find(({ onServer }) => !onServer);
  return missing === undefined ? null : `“${missing.title}” is not on the server yet. Wait until it is synced, take it away, or use a key of your own.`;
}

const OTHER = 'other';

function WayChoice({ way, options, onWay, provider, model, onModel }: { way: Way; options: { id: Way; label: string }[]; onWay: (way: Way) => void; provider: Provider | null; model: string; onModel: (model: string) => void }) {
  const known = PROVIDERS.find(({ id }) => id === provider)?.models ?? [];
  const [other, setOther] = useState(false);
  return (
    <div className="ask-way">
      <Select label="Answered by" value={way} onChange={(next) => { setOther(false); onWay(next); }} options={options} />
      {provider !== null && <Select label="Model" value={other ? OTHER : model} onChange={(next) => { setOther(next === OTHER); if (next !== OTHER) onModel(next); }} options={[...known.map((id) => ({ id, label: id })), { id: OTHER, label: 'Another one…' }]} />}
      {other && <TextField label="Name of the model" value={known.includes(model) ? '' : model} onChange={onModel} autoComplete="off" spellCheck="false" />}
    </div>
  );
}

/** The questions of this panel; one is answered at a time. */
function useTurns(): { turns: Turn[]; running: boolean; start: (prompt: string, ask: (signal: AbortSignal) => AsyncGenerator<Piece>) => Promise<void>; stop: () => void } {
  const [turns, setTurns] = useState<Turn[]>([]);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => { controller.current?.abort(); }, []);
  const start = async (prompt: string, pieces: (signal: AbortSignal) => AsyncGenerator<Piece>): Promise<void> => {
    const mine = new AbortController();
    controller.current = mine;
    const id = Date.now();
    const change = (part: (turn: Turn) => Partial<Turn>): void => { setTurns((now) => now.map((turn) => (turn.id === id ? { ...turn, ...part(turn) } : turn))); };
    setTurns((now) => [...now, { id, prompt, text: '', state: 'running', trouble: null, source: null }]);
    try {
      for await (const piece of pieces(mine.signal)) {
        if ('text' in piece) change(({ text }) => ({ text: text + piece.text }));
        else change(() => ({ state: 'done', source: sourceWords(piece.done) }));
      }
    } catch (cause) {
      change(() => (mine.signal.aborted ? { state: 'stopped' } : { state: 'failed', trouble: words(cause) }));
    }
  };
  return { turns, running: turns.at(-1)?.state === 'running', start, stop: () => { controller.current?.abort(); } };
}

/** Keeps the end in view while an answer grows, unless somebody has scrolled away from it. */
function useFollowing(turns: Turn[]): React.RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    let near = true;
    const note = (): void => { near = element.scrollHeight - element.scrollTop - element.clientHeight < 80; };
    const grown = new MutationObserver(() => { if (near) element.scrollTop = element.scrollHeight; });
    element.addEventListener('scroll', note);
    grown.observe(element, { childList: true, subtree: true });
    element.scrollTop = element.scrollHeight;
    return () => {
      grown.disconnect();
      element.removeEventListener('scroll', note);
    };
  }, [turns.length]);
  return list;
}

function sourceWords({ provider, model, outputTokens, costUsd }: { provider: string; model: string; outputTokens: number | null; costUsd: number | null }): string {
  const parts = [provider === 'local' ? 'Extracts, by this server' : `${providerLabel(provider)}, ${model}`];
  if (outputTokens !== null && provider !== 'local') parts.push(`${outputTokens.toLocaleString()} tokens`);
  if (costUsd !== null && costUsd > 0) parts.push(`$${costUsd.toFixed(4)}`);
  return parts.join(' · ');
}

