/** The documents of a workspace, the last changed first. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { Link } from 'react-aria-components';
import { ago } from '../app/format';
import type { DocumentRow } from '../local/database';
import { folderOf, hrefOf, shownName } from './paths';

export function ByDate({ documents, current }: { documents: DocumentRow[]; current: string | null }) {
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => [...documents].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)), [documents]);
  const virtual = useVirtualizer({ count: sorted.length, getScrollElement: () => scroller.current, estimateSize: () => 52, overscan: 10 });
  return (
    <div className="tree" ref={scroller} role="list" aria-label="Last changed first" tabIndex={-1}>
      <div className="tree-lines" role="none" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = sorted[index];
          if (row === undefined) return null;
          return (
            <div key={row.id} role="listitem" aria-setsize={sorted.length} aria-posinset={index + 1} className="date-line" style={{ transform: `translateY(${start}px)`, height: 52 }}>
              <Link href={hrefOf(row)} className="date-link" {...(row.id === current ? { 'aria-current': 'page' as const } : {})}>
                <span className="tree-name">{shownName(row.title)}</span>
                <span className="small quiet tree-name">{[ago(row.updatedAt), folderOf(row.title)].filter(Boolean).join(' · ')}</span>
              </Link>
            </div>);
        })}
      </div>
    </div>
  );
}
