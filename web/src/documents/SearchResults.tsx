/** What is found in texts: by the server where it can be asked, else in this browser; says which. */
import { useEffect, useState } from 'react';
import { Link } from 'react-aria-components';
import { usePerson } from '../app/person';
import { searchDocuments } from '../api/documents';
import { useWorkspace } from './context';
import { type Hit, piecesOf, searchLocally } from './search';
import { useNetwork } from './network';
import { folderOf, shownName } from './paths';

interface Found { hits: Hit[]; by: 'server' | 'browser'; done: boolean }

export function SearchResults({ text }: { text: string }) {
  const { db } = usePerson();
  const { space, documents } = useWorkspace();
  const network = useNetwork();
  const [found, setFound] = useState<Found | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const locally = async (): Promise<void> => {
        const hits = await searchLocally(db, documents, text, stop.signal, (hits) => { setFound({ hits, by: 'browser', done: false }); });
        if (!stop.signal.aborted) setFound({ hits, by: 'browser', done: true });
      };
      if (!network.ready || space.version === 0) { void locally(); return; }
      searchDocuments(space.id, text, stop.signal).then((page) => {
        if (stop.signal.aborted) return;
        setFound({ by: 'server', done: true, hits: page.items.map((item) => ({ id: item.id, title: item.title, excerpt: piecesOf(item.snippet ?? '') })) });
      }, () => (stop.signal.aborted ? undefined : locally()));
    }, 200);
    return () => { clearTimeout(timer); stop.abort(); };
    // Documents change while somebody searches: the next letter looks again.
  }, [text, network.ready, db, space.id, space.version]);

  return (
    <section className="found" aria-label="Found in texts">
      <p className="small quiet tree-part" role="status">
        {found === null ? 'Searching…' : `${found.hits.length === 0 && found.done ? 'Nothing in texts' : `In texts: ${found.hits.length}${found.done ? '' : '…'}`} · ${found.by === 'server' ? 'searched on the server' : 'searched in this browser'}`}
      </p>
      <ul className="found-list">
        {found?.hits.map((hit) => (
          <li key={hit.id}>
            <Link className="found-link" href={`/w/${space.id}/d/${hit.id}`}>
              <span className="tree-name">{shownName(hit.title)}{folderOf(hit.title) !== '' && <span className="quiet small"> {folderOf(hit.title)}</span>}</span>
              <span className="small quiet found-text">{hit.excerpt.map((piece, index) => (piece.marked ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>))}</span>
            </Link>
          </li>))}
      </ul>
    </section>
  );
}
