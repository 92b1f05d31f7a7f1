/** The states that a document had: what each changed, and the way back. They live on the server. */
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { ago, when, words } from '../app/format';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import { currentDocument, restoreVersion, snapshotOf, versionOf, versionsOf } from '../api/documents';
import { Problem } from '../api/http';
import type { Version } from '../api/types';
import type { DocumentRow, MemberRow } from '../local/database';
import { Banner, Button, ConfirmDialog, Dialog, Select, Switch } from '../ui';
import { useWorkspace } from './context';
import { useNetwork } from './network';
import { useKept } from './reading';

const DiffView = lazy(() => import('./editor/DiffView'));

export function Versions({ row, onFlush }: { row: DocumentRow; onFlush: () => Promise<void> }) {
  const { engine, who } = usePerson();
  const { space, writable } = useWorkspace();
  const network = useNetwork();
  const [versions, setVersions] = useState<Version[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [shown, setShown] = useState<Version | null>(null);
  const [restoring, setRestoring] = useState<Version | null>(null);
  const [busy, setBusy] = useState(false);
  const members = useKept(`members:${space.id}`, (base) => base.members.where('spaceId').equals(space.id).toArray()) ?? [];
  const { id, etag } = row;

  const load = useCallback(async (from: string | null) => {
    if (!network.ready || etag === null) return;
    try {
      const page = await versionsOf(id, from);
      setVersions((before) => (from === null ? page.items : [...(before ?? []), ...page.items]));
      setCursor(page.nextCursor);
      setTrouble(null);
    } catch (cause) { setTrouble(words(cause)); }
  }, [network.ready, id, etag]);
  useEffect(() => { void load(null); }, [load]);

  if (!network.ready) return <p className="quiet">{network.why} Versions are kept on the server.</p>;
  if (etag === null) return <p className="quiet">This document hasn’t been synced yet. Its versions begin when it has.</p>;

  const snapshot = async (): Promise<void> => {
    setBusy(true);
    try {
      await onFlush();
      await snapshotOf(id);
      await load(null);
      notify('This state is kept as a version.');
    } catch (cause) { setTrouble(words(cause)); }
    setBusy(false);
  };

  const restore = async (version: Version): Promise<void> => {
    try {
      await onFlush();
      const current = await currentDocument(id);
      await restoreVersion(id, version.id, current.contentEtag);
      engine.kick();
      setShown(null);
      notify('The document is as it was then. What it was before is a version too.');
      await load(null);
    } catch (cause) {
      setTrouble(cause instanceof Problem && cause.status === 412 ? 'Somebody changed this document just now. Look at it, and try again.' : words(cause));
    }
  };

  return (
    <div className="stack">
      {writable && <div><Button icon="history" isDisabled={busy || row.dirty === 1} onPress={() => { void snapshot(); }}>Keep this state</Button></div>}
      {writable && row.dirty === 1 && <p className="quiet small">Your last changes are still on their way to the server.</p>}
      {trouble !== null && <Banner kind="danger" actions={<Button onPress={() => { void load(null); }}>Try again</Button>}>{trouble}</Banner>}
      {versions === null && trouble === null && <p className="quiet" role="status">Fetching…</p>}
      {versions?.length === 0 && <p className="quiet">No versions yet. One is made of what an edit replaces, every ten minutes at most, and whenever you keep a state.</p>}
      <ul className="list">
        {versions?.map((version) => (
          <li key={version.id} className="version">
            <button type="button" className="version-open" onClick={() => { setShown(version); }}>
              <span>{version.kind === 'snapshot' ? 'Kept' : 'Automatic'} · <span title={when(version.createdAt)}>{ago(version.createdAt)}</span></span>
              <span className="small quiet">{whoMade(version.createdBy ?? null, members, who)}{version.title === row.title ? '' : ` · ${version.title}`}</span>
            </button>
          </li>))}
      </ul>
      {cursor !== null && <div><Button onPress={() => { void load(cursor); }}>Older ones</Button></div>}
      {shown !== null && <VersionDialog row={row} version={shown} versions={versions ?? []} onClose={() => { setShown(null); }} {...(writable ? { onRestore: () => { setRestoring(shown); } } : {})} />}
      {restoring !== null && (
        <ConfirmDialog title="Restore this version?" isOpen onClose={() => { setRestoring(null); }} action="Restore" onConfirm={() => { void restore(restoring); }}>
          <p>The document becomes what it was {when(restoring.createdAt)}. What it is now is kept as a version first.</p>
          {row.dirty === 1 && <p>You have changes that aren’t synced yet: they will need a decision.</p>}
        </ConfirmDialog>)}
    </div>
  );
}

function whoMade(id: string | null, members: readonly MemberRow[], who: ReturnType<typeof usePerson>['who']): string {
  if (id === null) return 'someone';
  if (who !== null && who !== 'guest' && who.id === id) return 'you';
  const found = members.map((row) => row.data as { userId?: string; email?: string; displayName?: string } | null).find((data) => data?.userId === id);
  return found?.displayName ?? found?.email ?? 'someone who isn’t in this workspace any more';
}

/** A version against another one, or against what the document is now. */
function VersionDialog({ row, version, versions, onClose, onRestore }: { row: DocumentRow; version: Version; versions: readonly Version[]; onClose: () => void; onRestore?: () => void }) {
  const { db } = usePerson();
  const [against, setAgainst] = useState('now');
  const [split, setSplit] = useState(window.innerWidth > 1000);
  const [texts, setTexts] = useState<{ of: string; before: string; after: string } | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  useEffect(() => {
    let current = true;
    const textOf = async (which: string): Promise<string> => (which === 'now' ? ((await db.texts.get(row.id))?.content ?? '') : ((await versionOf(row.id, which)).content ?? ''));
    // The older one stands before the newer one, whichever was chosen first.
    const other = versions.find((one) => one.id === against);
    const turned = other !== undefined && other.createdAt < version.createdAt;
    Promise.all([textOf(turned ? against : version.id), textOf(turned ? version.id : against)]).then(
      ([before, after]) => { if (current) setTexts({ of: against, before, after }); },
      (cause: unknown) => { if (current) setTrouble(words(cause)); });
    return () => { current = false; };
  }, [db, row.id, version, versions, against]);

  return (
    <Dialog title={`Version of ${when(version.createdAt)}`} isOpen onClose={onClose} wide actions={<>
      <Button onPress={onClose}>Close</Button>
      {onRestore !== undefined && <Button variant="primary" onPress={onRestore}>Restore this version</Button>}
    </>}>
      <div className="row diff-choice">
        <Select label="Compared with" value={against} onChange={setAgainst} options={[{ id: 'now', label: 'What it is now' }, ...versions.filter((one) => one.id !== version.id).map((one) => ({ id: one.id, label: `${one.kind === 'snapshot' ? 'Kept' : 'Automatic'}, ${when(one.createdAt)}` }))]} />
        <Switch isSelected={split} onChange={setSplit}>Side by side</Switch>
      </div>
      {trouble !== null && <Banner kind="danger">{trouble}</Banner>}
      {texts === null ? <p className="quiet" role="status">Fetching…</p> : texts.before === texts.after ? <p className="quiet">Both are the same.</p>
        : <div className="diff-frame"><Suspense fallback={null}><DiffView before={texts.before} after={texts.after} label="What differs" split={split} /></Suspense></div>}
    </Dialog>
  );
}
