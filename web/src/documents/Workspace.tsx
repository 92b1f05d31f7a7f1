/** A workspace while no document of it is open. */
import { useMemo } from 'react';
import { Link } from 'react-aria-components';
import { ago } from '../app/format';
import { usePage } from '../app/page';
import { Button, Empty, Icon } from '../ui';
import { useSpaceCommands } from './spaceCommands';
import { useWorkspace } from './context';
import { Frame } from './Frame';
import { counted, folderOf, hrefOf, shownName } from './paths';

export function Workspace() {
  return <Frame><Overview /></Frame>;
}

function Overview() {
  const work = useWorkspace();
  const { space, documents, writable } = work;
  useSpaceCommands();
  usePage({ title: space.name });
  const recent = useMemo(() => [...documents].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)).slice(0, 12), [documents]);
  const conflicts = useMemo(() => documents.filter((row) => row.conflict === 1), [documents]);
  if (documents.length === 0) {
    return (
      <Empty title={space.name} {...(writable ? { actions: <Button variant="primary" icon="edit" onPress={() => { void work.create('text/markdown'); }}>Write your first document</Button> } : {})}>
        <p>{writable ? 'Nothing is written here yet. A document’s title is its path: slashes make folders.' : 'Nothing is written here yet.'}</p>
      </Empty>);
  }
  return (
    <div className="page overview">
      <header className="spread page-head">
        <div><h1>{space.name}</h1><p className="quiet">{counted(documents.length, 'document')}</p></div>
        {writable && <Button variant="primary" icon="edit" onPress={() => { void work.create('text/markdown'); }}>New document</Button>}
      </header>
      {conflicts.length > 0 && <section className="stack"><h2>Needs your decision</h2><Lines rows={conflicts} icon="conflict" /></section>}
      <section className="stack"><h2>Last changed</h2><Lines rows={recent} icon="document" /></section>
    </div>
  );
}

function Lines({ rows, icon }: { rows: ReturnType<typeof useWorkspace>['documents']; icon: 'document' | 'conflict' }) {
  return (
    <ul className="list">
      {rows.map((row) => (
        <li key={row.id}>
          <Link href={hrefOf(row)} className="recent-line">
            <Icon name={icon} /><span className="recent-name">{shownName(row.title)}</span>
            <span className="quiet small recent-where">{folderOf(row.title)}</span><span className="quiet small recent-when">{ago(row.updatedAt)}</span>
          </Link>
        </li>))}
    </ul>
  );
}
