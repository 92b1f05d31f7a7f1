/** What was put into the trash: the server keeps it for a while. */
import { useCallback, useEffect, useState } from 'react';
import { ago, words } from '../app/format';
import { notify } from '../app/notices';
import { usePage } from '../app/page';
import { usePerson } from '../app/person';
import { collected, trashOf, untrash } from '../api/documents';
import type { DocumentSummary } from '../api/types';
import { Banner, Button, Empty } from '../ui';
import { useWorkspace } from './context';
import { Frame } from './Frame';
import { useNetwork } from './network';
import { folderOf, shownName } from './paths';
import { useSpaceCommands } from './spaceCommands';

export function Trash() {
  return <Frame document=""><Thrown /></Frame>;
}

function Thrown() {
  const { space, writable, documents } = useWorkspace();
  const { db, engine } = usePerson();
  const network = useNetwork();
  const [rows, setRows] = useState<DocumentSummary[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useSpaceCommands();
  usePage({ title: 'Trash', trail: [{ label: space.name, href: `/w/${space.id}` }] });

  const load = useCallback(async () => {
    try {
      setRows(await collected(trashOf(space.id)));
      setTrouble(null);
    } catch (cause) { setTrouble(words(cause)); }
  }, [space.id]);
  // A document that was deleted here and is sent later shows up when it has been.
  useEffect(() => { if (network.ready && space.version !== 0) void load(); }, [network.ready, space.version, load, documents.length]);

  const restore = async (row: DocumentSummary): Promise<void> => {
    try {
      await untrash(row.id);
      engine.kick();
      setRows((before) => before?.filter((one) => one.id !== row.id) ?? null);
      notify(`“${shownName(row.title)}” is back.`);
    } catch (cause) { notify(words(cause)); }
  };

  if (db.guest) return <Empty title="No trash without an account"><p>What is deleted here is gone once its notice has passed. With an account it stays in the trash for a while.</p></Empty>;
  if (!network.ready) return <Empty title="The trash is on the server"><p>{network.why}</p></Empty>;
  if (space.version === 0) return <Empty title="Nothing in the trash"><p>This workspace hasn’t been synced yet.</p></Empty>;
  return (
    <div className="page">
      <header className="page-head"><h1>Trash</h1><p className="quiet">Documents that were deleted in “{space.name}”.</p></header>
      {trouble !== null && <Banner kind="danger" actions={<Button onPress={() => { void load(); }}>Try again</Button>}>{trouble}</Banner>}
      {rows === null && trouble === null && <p className="quiet" role="status">Fetching…</p>}
      {rows?.length === 0 && <Empty title="Nothing in the trash" />}
      <ul className="list">
        {rows?.map((row) => (
          <li key={row.id} className="spread trash-line">
            <span><span>{shownName(row.title)}</span><br /><span className="quiet small">{[folderOf(row.title), `changed ${ago(row.updatedAt)}`].filter(Boolean).join(' · ')}</span></span>
            {writable && <Button onPress={() => { void restore(row); }}>Restore</Button>}
          </li>))}
      </ul>
    </div>
  );
}
