/** The text as it reads. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import { Button } from '../ui';
import { openFile, pictureAddress } from './files';
import { linkTarget, type Titles } from './linking';
import { rendered, slug } from './markdown';
import { useKept } from './reading';

/** From here on the preview waits until somebody asks for it. */
const PAUSED_FROM = 1_000_000;
const SLOW_FROM = 100_000;

/** Stands before the ids of a text's headings: nothing else of the page begins so. */
const PREFIX = 'in-text-';

export interface PreviewHandle { scrollToLine(line: number): void }

export function Preview({ text, title, spaceId, titles, onScrollLine, handle, onMissing }: {
  text: string; title: string; spaceId: string; titles: Titles; onScrollLine?: (line: number) => void; handle?: { current: PreviewHandle | null }; onMissing?: (target: string) => void;
}) {
  const { db } = usePerson();
  const [, navigate] = useLocation();
  const host = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(() => (text.length < PAUSED_FROM ? text : null));
  const paused = text.length >= PAUSED_FROM && shown !== text;
  const quiet = useRef(0);

  useEffect(() => {
    if (text.length >= PAUSED_FROM) return;
    const timer = setTimeout(() => { setShown(text); }, text.length > SLOW_FROM ? 500 : 80);
    return () => { clearTimeout(timer); };
  }, [text]);

  const names = useKept(`names:${spaceId}`, async (base) => new Map((await base.attachments.where('spaceId').equals(spaceId).toArray()).map((file) => [file.fileName, file.id])));

  const surroundings = useMemo(() => ({
    prefix: PREFIX, lines: true,
    document: (target: string) => {
      const found = linkTarget(titles, title, target);
      return found === null ? null : `/w/${spaceId}/d/${found.id}${found.heading === '' ? '' : `#${PREFIX}${slug(found.heading)}`}`;
    },
    file: (path: string) => names?.get(path.slice(path.lastIndexOf('/') + 1)) ?? null,
  }), [titles, title, spaceId, names]);

  useEffect(() => {
    const element = host.current;
    if (element === null || shown === null) return;
    const fragment = rendered(shown, surroundings);
    const addresses: string[] = [];
    let current = true;
    for (const image of fragment.querySelectorAll<HTMLImageElement>('img[data-attachment]')) {
      void pictureAddress(db, image.dataset['attachment'] ?? '').then((address) => {
        if (address === null) { image.replaceWith(Object.assign(document.createElement('span'), { className: 'quiet', textContent: `Picture: ${image.alt} (not in this browser yet)` })); return; }
        if (!current) { URL.revokeObjectURL(address); return; }
        addresses.push(address);
        image.src = address;
      });
    }
    for (const table of fragment.querySelectorAll('table')) {
      const frame = Object.assign(document.createElement('div'), { className: 'table-frame' });
      table.replaceWith(frame);
      frame.append(table);
    }
    element.replaceChildren(fragment);
    return () => { current = false; for (const address of addresses) URL.revokeObjectURL(address); };
  }, [shown, surroundings, db]);

  useEffect(() => {
    if (handle === undefined) return;
    handle.current = {
      scrollToLine(line) {
        const element = host.current;
        if (element === null) return;
        quiet.current = performance.now();
        element.scrollTop = offsetOf(element, line);
      },
    };
    return () => { handle.current = null; };
  }, [handle]);

  useEffect(() => {
    const wanted = decodeURIComponent(window.location.hash.slice(1));
    if (wanted.startsWith(PREFIX)) host.current?.querySelector(`#${CSS.escape(wanted)}`)?.scrollIntoView();
  }, [shown]);

  const clicked = (event: React.MouseEvent): void => {
    const link = (event.target as Element).closest('a');
    if (link === null) return;
    const { attachment, missing } = link.dataset;
    const href = link.getAttribute('href') ?? '';
    if (attachment !== undefined) {
      event.preventDefault();
      openFile(db, attachment).catch((cause: unknown) => { notify(cause instanceof Error ? cause.message : String(cause)); });
    } else if (missing !== undefined) {
      onMissing?.(missing);
    } else if (href.startsWith(`#${PREFIX}`)) {
      event.preventDefault();
      host.current?.querySelector(`#${CSS.escape(href.slice(1))}`)?.scrollIntoView({ behavior: 'smooth' });
    } else if (href.startsWith('/w/') && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      navigate(href);
    }
  };

  return (
    <div className="preview">
      {paused && <div className="preview-paused small"><span>This document is long: its preview waits.</span><Button onPress={() => { setShown(text); }}>Show it now</Button></div>}
      {/* Keys reach the links themselves; the handler only sees their clicks. */}
      <div className="prose" ref={host} onClick={clicked} tabIndex={0} role="region" aria-label="Preview" onScroll={() => {
        if (performance.now() - quiet.current > 150 && host.current !== null) onScrollLine?.(lineAt(host.current));
      }} />
    </div>
  );
}

const blocksOf = (element: HTMLElement): HTMLElement[] => [...element.children].filter((child): child is HTMLElement => child instanceof HTMLElement && child.dataset['line'] !== undefined);

/** How far down a line of the source is. */
function offsetOf(element: HTMLElement, line: number): number {
  const blocks = blocksOf(element);
  const at = blocks.findLastIndex((block) => Number(block.dataset['line']) <= line);
  const block = blocks[at];
  if (block === undefined) return 0;
  const next = blocks[at + 1];
  const from = Number(block.dataset['line']);
  const height = (next?.offsetTop ?? block.offsetTop + block.offsetHeight) - block.offsetTop;
  const span = next === undefined ? 1 : Math.max(1, Number(next.dataset['line']) - from);
  return block.offsetTop - element.offsetTop + height * Math.min(1, (line - from) / span);
}

function lineAt(element: HTMLElement): number {
  const blocks = blocksOf(element);
  const top = element.scrollTop + element.offsetTop;
  const at = Math.max(0, blocks.findLastIndex((block) => block.offsetTop <= top));
  const block = blocks[at];
  if (block === undefined) return 1;
  const next = blocks[at + 1];
  const from = Number(block.dataset['line']);
  const height = Math.max(1, (next?.offsetTop ?? block.offsetTop + block.offsetHeight) - block.offsetTop);
  return from + (next === undefined ? 0 : (Number(next.dataset['line']) - from) * Math.min(1, Math.max(0, top - block.offsetTop) / height));
}
