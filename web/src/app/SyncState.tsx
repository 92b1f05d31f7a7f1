/** One calm word in the bar on what is saved and what waits; pressing it tells the whole of it. */
import { useLiveQuery } from 'dexie-react-hooks';
import { Button as AriaButton, Dialog as AriaDialog, DialogTrigger, Heading, Link, Popover } from 'react-aria-components';
import { Banner, Button, ButtonLink, Icon, type IconName } from '../ui';
import { ago, bytes, when } from './format';
import { usePerson } from './person';
import { useOnline } from './useOnline';
import { type Mood, summary, useWaiting, type Waiting } from './waiting';

const ICONS: Record<Mood, IconName> = { good: 'check', busy: 'sync', waiting: 'sync', offline: 'offline', decide: 'conflict', 'signed-out': 'user' };

export function SyncState() {
  const waiting = useWaiting();
  const { mood, text } = summary(waiting, waiting.session, useOnline());
  return (
    <DialogTrigger>
      <AriaButton className={`sync-state ${mood}`}><Icon name={ICONS[mood]} /><span className="sync-text" aria-live="polite">{text}</span></AriaButton>
      <Popover className="popover sync-popover" placement="bottom end">
        <AriaDialog className="sync-dialog">
          <Heading slot="title" level={2}>{text}</Heading>
          <Details waiting={waiting} mood={mood} />
        </AriaDialog>
      </Popover>
    </DialogTrigger>
  );
}

function Details({ waiting: { status }, mood }: { waiting: Waiting; mood: Mood }) {
  const { engine } = usePerson();
  return (
    <>
      {mood === 'signed-out'
        ? <p>The server has ended this session. You can go on writing; everything stays in this browser until you sign in again.</p>
        : <p className="quiet small">{status.lastAt === null ? 'Nothing has been compared with the server yet.' : `Compared with the server ${ago(status.lastAt)}.`}
          {status.nextTryAt !== null && (status.phase === 'waiting' || status.phase === 'offline') && ` Tries again at ${when(status.nextTryAt)}.`}</p>}
      {status.problem !== null && mood !== 'good' && <Banner kind="warn">{status.problem}</Banner>}
      <List />
      <div className="row">
        {mood === 'signed-out' ? <ButtonLink variant="primary" href="/sign-in">Sign in to sync</ButtonLink> : <Button icon="sync" onPress={() => { engine.kick(); }}>Sync now</Button>}
      </div>
    </>
  );
}

const SHOWN_MAX = 8;

/** What waits and why, documents that need a decision first. */
function List() {
  const { db } = usePerson();
  const found = useLiveQuery(async () => {
    const conflicts = await db.conflicts.limit(SHOWN_MAX).toArray();
    const files = await db.attachments.where('state').anyOf('failed', 'uploading', 'local').limit(SHOWN_MAX).toArray();
    const queue = await db.queue.limit(SHOWN_MAX).toArray();
    const documents = new Map((await db.documents.bulkGet([...conflicts.map(({ id }) => id), ...queue.map(({ recordId }) => recordId)])).flatMap((row) => (row === undefined ? [] : [[row.id, row]])));
    const spaces = new Map((await db.spaces.bulkGet(queue.filter(({ entity }) => entity === 'space').map(({ recordId }) => recordId))).flatMap((row) => (row === undefined ? [] : [[row.id, row]])));
    return { conflicts, files, queue, documents, spaces, more: Math.max(0, (await db.queue.count()) - SHOWN_MAX) };
  }, [db]);
  if (found === undefined || found.conflicts.length + found.files.length + found.queue.length === 0) return null;
  const title = (id: string): string => found.documents.get(id)?.title ?? found.spaces.get(id)?.name ?? 'Something deleted';
  return (
    <ul className="list sync-list">
      {found.conflicts.map((row) => <li key={`c${row.id}`}><Link href={`/w/${found.documents.get(row.id)?.spaceId ?? ''}/d/${row.id}`}>{title(row.id)}</Link><span className="small quiet">{CONFLICTS[row.kind]}{row.problem === null ? '' : ` ${row.problem}`}</span></li>)}
      {found.files.map((row) => <li key={`f${row.id}`}><span>{row.fileName}</span><span className="small quiet">{row.state === 'failed' ? row.problem ?? 'Could not be backed up.' : row.state === 'uploading' ? `${bytes(row.sent)} of ${bytes(row.sizeBytes)} sent` : 'Kept in this browser; waits to be backed up'}</span></li>)}
      {found.queue.map((row) => <li key={`q${row.seq}`}><span>{title(row.recordId)}</span><span className="small quiet">{OPS[row.op]}, waits since {when(row.queuedAt)}</span></li>)}
      {found.more > 0 && <li className="small quiet">and {found.more.toLocaleString()} more</li>}
    </ul>
  );
}

const CONFLICTS = {
  stale: 'Changed here and elsewhere: choose what stays.',
  deleted: 'Changed here, deleted elsewhere.',
  rejected: 'The server refuses this change.',
  lost: 'Its workspace is no longer open to you.',
} as const;
const OPS = { create: 'New', update: 'Changed', delete: 'Deleted' } as const;
