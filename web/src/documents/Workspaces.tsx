/** All workspaces, and what was written last in any of them. */
import { useMemo, useState } from 'react';
import { Link } from 'react-aria-components';
import { useLocation } from 'wouter';
import { useCommands } from '../app/commands';
import { ago, words } from '../app/format';
import { notify } from '../app/notices';
import { usePage } from '../app/page';
import { usePerson } from '../app/person';
import { Badge, Button, Empty, Icon } from '../ui';
import { fresh } from './context';
import { AskDialog } from './dialogs';
import { counted, folderOf, hrefOf, shownName } from './paths';
import { canWrite, ROLE_WORDS, useKept, useSpaces } from './reading';
import './documents.css';

interface Overview { documents: number; waiting: number; conflicts: number; changedAt: string | null }

export function Workspaces() {
  const { db, service } = usePerson();
  const [, navigate] = useLocation();
  const [making, setMaking] = useState(false);
  const spaces = useSpaces();
  const overviews = useKept('overviews', async (base) => {
    const found = new Map<string, Overview>();
    await base.documents.each((row) => {
      const one = found.get(row.spaceId) ?? { documents: 0, waiting: 0, conflicts: 0, changedAt: null };
      one.documents++;
      one.waiting += base.guest ? 0 : row.dirty;
      one.conflicts += row.conflict;
      if (one.changedAt === null || row.updatedAt > one.changedAt) one.changedAt = row.updatedAt;
      found.set(row.spaceId, one);
    });
    return found;
  });
  const recent = useKept('recent', async (base) => (await base.documents.toArray()).sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)).slice(0, 8));

  usePage({ title: 'Workspaces' });
  const commands = useMemo(() => [{ id: 'workspace-new', title: 'New workspace', group: 'Workspaces', run: () => { setMaking(true); } }], []);
  useCommands(commands);

  /** The first document: in the first workspace that can be written, or in one that is made for it. */
  const writeFirst = async (): Promise<void> => {
    try {
      const space = spaces?.find((one) => canWrite(one.role)) ?? (await service.createWorkspace('My notes'));
      const row = await service.createDocument({ spaceId: space.id, title: 'Untitled.md' });
      fresh.add(row.id);
      navigate(hrefOf(row));
    } catch (cause) { notify(words(cause)); }
  };

  const importFirst = async (): Promise<void> => {
    const space = spaces?.find((one) => canWrite(one.role)) ?? (await service.createWorkspace('My notes'));
    navigate(`/w/${space.id}?import`);
  };

  if (spaces === undefined || overviews === undefined || recent === undefined) return <div className="page-wait" />;
  const nothingYet = recent.length === 0;
  return (
    <div className="page workspaces">
      <header className="spread page-head">
        <h1>Workspaces</h1>
        <Button icon="add" variant={nothingYet ? 'plain' : 'primary'} onPress={() => { setMaking(true); }}>New workspace</Button>
      </header>
      {nothingYet && (
        <Empty title={db.guest ? 'A quiet place for what you write' : 'Nothing written yet'} actions={<>
          <Button variant="primary" icon="edit" onPress={() => { void writeFirst(); }}>Write your first document</Button>
          <Button icon="folder" onPress={() => { void importFirst(); }}>Import a folder of Markdown</Button>
        </>}>
          <p>{db.guest ? 'Everything stays in this browser, and works without a network. Sign in whenever you want it on your other devices too.' : 'What you write is kept in this browser at once and follows you to your other devices.'}</p>
        </Empty>)}
      {spaces.length > 0 && (
        <ul className="cards" aria-label="Workspaces">
          {spaces.map((space) => {
            const one = overviews.get(space.id);
            return (
              <li key={space.id}>
                <Link href={`/w/${space.id}`} className="space-card">
                  <span className="space-name">{space.name}</span>
                  <span className="quiet small">{counted(one?.documents ?? 0, 'document')}{one?.changedAt ? ` · changed ${ago(one.changedAt)}` : ''}</span>
                  <span className="row space-marks">
                    {!db.guest && <Badge>{ROLE_WORDS[space.role]}</Badge>}
                    {(one?.waiting ?? 0) > 0 && <Badge>{`${counted(one?.waiting ?? 0, 'change')} to sync`}</Badge>}
                    {(one?.conflicts ?? 0) > 0 && <Badge kind="warn">{`${counted(one?.conflicts ?? 0, 'decision')} to make`}</Badge>}
                  </span>
                </Link>
              </li>);
          })}
        </ul>)}
      {recent.length > 0 && (
        <section className="stack recent" aria-labelledby="recent-head">
          <h2 id="recent-head">Recently edited</h2>
          <ul className="list">
            {recent.map((row) => (
              <li key={row.id}>
                <Link href={hrefOf(row)} className="recent-line">
                  <Icon name="document" />
                  <span className="recent-name">{shownName(row.title)}</span>
                  <span className="quiet small recent-where">{[spaces.find((space) => space.id === row.spaceId)?.name, folderOf(row.title)].filter(Boolean).join(' / ')}</span>
                  <span className="quiet small recent-when">{ago(row.updatedAt)}</span>
                </Link>
              </li>))}
          </ul>
        </section>)}
      {making && <AskDialog title="New workspace" label="Name" first="" action="Make workspace" onClose={() => { setMaking(false); }}
        onGiven={async (name) => { const space = await service.createWorkspace(name); navigate(`/w/${space.id}`); }} />}
    </div>
  );
}
