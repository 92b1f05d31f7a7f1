import { useEffect, useRef } from 'react';
import { notify } from '../app/notices';
import { Banner, Button } from '../ui';

export interface Turn { id: number; prompt: string; text: string; state: 'running' | 'done' | 'stopped' | 'failed'; trouble: string | null; source: string | null }

export function Answer({ turn, onInsert, onKeep }: { turn: Turn; onInsert?: () => void; onKeep: () => void }) {
  const body = useRef<HTMLDivElement>(null);
  useRendered(body, turn.text);
  const copy = (): void => { void navigator.clipboard.writeText(turn.text).then(() => { notify('Copied.'); }, () => { notify('This browser doesn’t let the page copy.'); }); };
  return (
    <article className="ask-turn" aria-busy={turn.state === 'running'}>
      <h3>{turn.prompt}</h3>
      <div className="ask-answer" ref={body} />
      {turn.state === 'running' && <p className="small quiet" role="status">{turn.text === '' ? 'Waiting for the answer…' : 'Writing…'}</p>}
      {turn.state === 'stopped' && <p className="small quiet" role="status">Stopped.</p>}
      {turn.trouble !== null && <Banner kind="danger">{turn.trouble}</Banner>}
      {turn.state !== 'running' && turn.text !== '' && (
        <div className="row ask-actions">
          {onInsert !== undefined && <Button variant="plain" icon="edit" onPress={onInsert}>Insert at the cursor</Button>}
          <Button variant="plain" icon="copy" onPress={copy}>Copy</Button>
          <Button variant="plain" icon="document" onPress={onKeep}>Make a document</Button>
        </div>)}
      {turn.source !== null && <p className="small quiet">{turn.source}</p>}
    </article>
  );
}

/** Markdown as it comes, at most once a frame. */
function useRendered(body: React.RefObject<HTMLDivElement | null>, text: string): void {
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    let gone = false;
    const frame = requestAnimationFrame(() => {
      void import('../documents/markdown').then(({ rendered }) => { if (!gone) body.current?.replaceChildren(rendered(latest.current)); });
    });
    return () => {
      gone = true;
      cancelAnimationFrame(frame);
    };
  }, [body, text]);
}
