/**
 * The tree of documents, drawn by lines: only those in sight exist, so that ten thousand are like ten. One element has the focus and names the active
 * line (`aria-activedescendant`); keys are those of the ARIA tree pattern.
 */
import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import { Icon } from '../ui';
import type { DocumentRow } from '../local/database';
import { folded } from './paths';
import type { Node, TreeRow } from './tree';

export type DocumentTreeRow = TreeRow<DocumentRow>;

export const DRAGGED = 'application/x-holdfast-documents';

export interface TreeProps {
  label: string;
  rows: DocumentTreeRow[];
  /** The document that is shown beside the tree. */
  current: string | null;
  /** Ids of chosen documents. */
  chosen: ReadonlySet<string>;
  onChoose: (chosen: Set<string>) => void;
  onOpen: (document: DocumentRow) => void;
  onToggle: (path: string, open: boolean) => void;
  onMenu: (node: Node<DocumentRow>, anchor: HTMLElement) => void;
  onRename: (node: Node<DocumentRow>) => void;
  onRemove: (node: Node<DocumentRow>) => void;
  /** Documents dropped on a folder; '' is the top. */
  onMove: (ids: string[], folder: string) => void;
  onFiles: (data: DataTransfer, folder: string) => void;
  writable: boolean;
  /** What the lines were filtered by; '' for all. */
  filter: string;
  /** Under which name the scroll position is remembered. */
  memory: string;
}

const scrolled = new Map<string, number>();
const ROW = 34;

const keyOf = (node: Node<DocumentRow>): string => (node.kind === 'folder' ? `f:${node.path}` : node.document.id);

export function Tree(props: TreeProps) {
  const { rows, current, chosen, writable } = props;
  const prefix = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [dropFolder, setDropFolder] = useState<string | null>(null);
  const anchor = useRef<string | null>(null);
  const typed = useRef({ text: '', at: 0 });
  const found = rows.findIndex((row) => keyOf(row.node) === (activeKey ?? current));
  const active = found === -1 ? 0 : found;

  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 12,
    getItemKey: (index) => { const row = rows[index]; return row === undefined ? index : keyOf(row.node); },
    initialOffset: scrolled.get(props.memory) ?? 0,
    // The active line is always there: it is what a screen reader is at.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }: Range) => {
      const [from, to] = [Math.max(0, startIndex - overscan), Math.min(count - 1, endIndex + overscan)];
      const shown = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      return active < from ? [active, ...shown] : active > to && active < count ? [...shown, active] : shown;
    },
  });

  useEffect(() => {
    const at = rows.findIndex((row) => keyOf(row.node) === current);
    if (at !== -1) virtual.scrollToIndex(at, { align: 'auto' });
    // Only when another document is opened: the list may move under the reader otherwise.
  }, [current]);

  // Another filter begins at its top.
  const filtered = useRef(props.filter);
  useEffect(() => {
    if (filtered.current === props.filter) return;
    filtered.current = props.filter;
    setActiveKey(null);
    virtual.scrollToOffset(props.filter === '' ? (scrolled.get(props.memory) ?? 0) : 0);
  }, [props.filter, props.memory, virtual]);

  const go = (index: number): void => {
    const at = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[at];
    if (row === undefined) return;
    setActiveKey(keyOf(row.node));
    virtual.scrollToIndex(at, { align: 'auto' });
  };

  const between = (from: number, to: number): string[] =>
    rows.slice(Math.min(from, to), Math.max(from, to) + 1).flatMap((row) => (row.node.kind === 'document' ? [row.node.document.id] : []));

  const choose = (index: number, how: 'toggle' | 'range'): void => {
    const row = rows[index];
    if (row === undefined) return;
    const next = new Set(chosen);
    if (how === 'range') {
      const start = Math.max(0, rows.findIndex((other) => keyOf(other.node) === (anchor.current ?? current)));
      for (const id of between(start, index)) next.add(id);
    } else {
      const ids = row.node.kind === 'document' ? [row.node.document.id] : under(row.node);
      const off = ids.every((id) => next.has(id));
      for (const id of ids) { if (off) next.delete(id); else next.add(id); }
      anchor.current = keyOf(row.node);
    }
    props.onChoose(next);
  };

  const act = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    if (row.node.kind === 'folder') props.onToggle(row.node.path, !row.open);
    else props.onOpen(row.node.document);
  };

  const pressed = (event: React.KeyboardEvent): void => {
    const row = rows[active];
    if (row === undefined || event.altKey) return;
    const node = row.node;
    const mod = event.ctrlKey || event.metaKey;
    const keys: Record<string, () => void> = {
      ArrowDown: () => { go(active + 1); if (event.shiftKey) choose(active + 1, 'range'); },
      ArrowUp: () => { go(active - 1); if (event.shiftKey) choose(active - 1, 'range'); },
      ArrowRight: () => { if (node.kind === 'folder') { if (row.open) go(active + 1); else props.onToggle(node.path, true); } },
      ArrowLeft: () => { if (node.kind === 'folder' && row.open) props.onToggle(node.path, false); else if (row.parent >= 0) go(row.parent); },
      Home: () => { go(0); }, End: () => { go(rows.length - 1); },
      PageDown: () => { go(active + 15); }, PageUp: () => { go(active - 15); },
      Enter: () => { act(active); },
      ' ': () => { choose(active, event.shiftKey ? 'range' : 'toggle'); },
      F2: () => { if (writable) props.onRename(node); },
      Delete: () => { if (writable) props.onRemove(node); },
      ContextMenu: () => { menuAt(active); },
      F10: () => { if (event.shiftKey) menuAt(active); },
      '*': () => { for (const other of rows) if (other.parent === row.parent && other.node.kind === 'folder') props.onToggle(other.node.path, true); },
    };
    if (event.key === 'Escape' && chosen.size > 0) { props.onChoose(new Set()); event.preventDefault(); return; }
    if (mod && event.key.toLowerCase() === 'a') { props.onChoose(new Set(between(0, rows.length - 1))); event.preventDefault(); return; }
    const known = mod ? undefined : keys[event.key];
    if (known !== undefined) { event.preventDefault(); known(); return; }
    if (!mod && event.key.length === 1) typeAhead(event.key);
  };

  const typeAhead = (letter: string): void => {
    const now = performance.now();
    typed.current = { text: now - typed.current.at < 700 ? typed.current.text + letter : letter, at: now };
    const wanted = folded(typed.current.text);
    const start = wanted.length === 1 ? active + 1 : active;
    for (let step = 0; step < rows.length; step++) {
      const index = (start + step) % rows.length;
      if (folded(rows[index]?.node.name ?? '').startsWith(wanted)) { go(index); return; }
    }
  };

  const menuAt = (index: number): void => {
    const row = rows[index];
    const element = document.getElementById(`${prefix}-${index}`);
    if (row !== undefined && element !== null) props.onMenu(row.node, element);
  };

  const folderFor = (node: Node<DocumentRow>): string => (node.kind === 'folder' ? node.path : node.path.slice(0, Math.max(0, node.path.lastIndexOf('/'))));

  const over = (event: React.DragEvent, folder: string): void => {
    if (!writable || !(event.dataTransfer.types.includes(DRAGGED) || event.dataTransfer.types.includes('Files'))) return;
    event.preventDefault();
    event.stopPropagation();
    setDropFolder(folder);
  };

  const dropped = (event: React.DragEvent, folder: string): void => {
    setDropFolder(null);
    if (!writable) return;
    const ids = event.dataTransfer.getData(DRAGGED);
    event.preventDefault();
    event.stopPropagation();
    if (ids !== '') props.onMove(ids.split(' '), folder);
    else if (event.dataTransfer.types.includes('Files')) props.onFiles(event.dataTransfer, folder);
  };

  return (
    <div className={dropFolder === '' ? 'tree dropping' : 'tree'} ref={scroller} role="tree" aria-label={props.label} aria-multiselectable="true" tabIndex={0} onKeyDown={pressed}
      {...(rows.length === 0 ? {} : { 'aria-activedescendant': `${prefix}-${active}` })}
      onScroll={(event) => { if (props.filter === '') scrolled.set(props.memory, event.currentTarget.scrollTop); }}
      onDragOver={(event) => { over(event, ''); }} onDragLeave={() => { setDropFolder(null); }} onDrop={(event) => { dropped(event, ''); }}>
      <div className="tree-lines" role="none" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const { node, level, open } = row;
          const isChosen = node.kind === 'document' && chosen.has(node.document.id);
          const folder = folderFor(node);
          return (
            <div key={key} id={`${prefix}-${index}`} role="treeitem" aria-level={level} aria-setsize={row.siblings} aria-posinset={row.position} aria-selected={isChosen}
              {...(node.kind === 'folder' ? { 'aria-expanded': open } : {})} {...(node.kind === 'document' && node.document.id === current ? { 'aria-current': 'page' as const } : {})}
              className={`tree-line${index === active ? ' active' : ''}${isChosen ? ' chosen' : ''}${dropFolder !== null && dropFolder !== '' && folder === dropFolder ? ' dropping' : ''}`}
              style={{ transform: `translateY(${start}px)`, height: ROW, paddingInlineStart: `calc(var(--s2) + ${Math.min(level - 1, 12)} * 0.95rem)` }}
              draggable={writable}
              onDragStart={(event) => {
                const ids = node.kind === 'folder' ? under(node) : chosen.has(node.document.id) ? [...chosen] : [node.document.id];
                event.dataTransfer.setData(DRAGGED, ids.join(' '));
                event.dataTransfer.effectAllowed = 'move';
              }}
              onDragOver={(event) => { over(event, folder); }} onDrop={(event) => { dropped(event, folder); }}
              onClick={(event) => {
                setActiveKey(keyOf(node));
                if (event.shiftKey) choose(index, 'range');
                else if (event.ctrlKey || event.metaKey || chosen.size > 0) choose(index, 'toggle');
                else act(index);
              }}
              onContextMenu={(event) => { event.preventDefault(); setActiveKey(keyOf(node)); props.onMenu(node, event.currentTarget); }}>
              <span className="twist">{node.kind === 'folder' && <Icon name={open ? 'down' : 'right'} size={12} />}</span>
              {isChosen ? <Icon name="check" size={15} /> : <Icon name={node.kind === 'folder' ? 'folder' : 'document'} size={15} />}
              <span className="tree-name">{node.name}</span>
              {node.kind === 'document' && <Mark document={node.document} />}
              {node.kind === 'folder' && <span className="tree-count">{node.documents === 0 ? '' : node.documents.toLocaleString()}</span>}
              <button type="button" className="tree-more" tabIndex={-1} aria-label={`More for ${node.name}`} onClick={(event) => { event.stopPropagation(); setActiveKey(keyOf(node)); props.onMenu(node, event.currentTarget); }}><Icon name="more" size={14} /></button>
            </div>);
        })}
      </div>
    </div>
  );
}

/** A folder's documents, those of its folders included. */
export function under(node: Node<DocumentRow>): string[] {
  return node.kind === 'document' ? [node.document.id] : node.children.flatMap(under);
}

function Mark({ document }: { document: DocumentRow }) {
  if (document.conflict === 1) return <span className="tree-mark warn" title="Needs your decision"><span className="visually-hidden">, needs your decision</span><Icon name="conflict" size={13} /></span>;
  return null;
}
