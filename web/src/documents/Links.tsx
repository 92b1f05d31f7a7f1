/** Share links: anybody who has one can read the document. */
import { useCallback, useEffect, useState } from 'react';
import { ago, when, words } from '../app/format';
import { notify } from '../app/notices';
import { collected, linksOf, makeLink, revokeLink } from '../api/documents';
import type { Link } from '../api/types';
import type { DocumentRow } from '../local/database';
import { Banner, Button, ConfirmDialog, Select } from '../ui';
import { useWorkspace } from './context';
import { useNetwork } from './network';
import { canShare } from './reading';
import { counted } from './paths';

const DAYS = { day: 1, week: 7, month: 30, never: null } as const;
type Lasting = keyof typeof DAYS;

export function Links({ row }: { row: DocumentRow }) {
  const { space } = useWorkspace();
  const network = useNetwork();
  const [links, setLinks] = useState<Link[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [lasting, setLasting] = useState<Lasting>('week');
  const [made, setMade] = useState<Link | null>(null);
  const [ending, setEnding] = useState<Link | null>(null);
  const allowed = canShare(space.role);

  const load = useCallback(async () => {
    if (!network.ready || !allowed || row.etag === null) return;
    try {
      setLinks(await collected(linksOf(row.id)));
      setTrouble(null);
    } catch (cause) { setTrouble(words(cause)); }
  }, [network.ready, allowed, row.id, row.etag]);
  useEffect(() => { void load(); }, [load]);

  if (!network.ready) return <p className="quiet">{network.why}</p>;
  if (!allowed) return <p className="quiet">Owners and members of this workspace share its documents. You are {space.role === 'editor' ? 'an editor' : 'a viewer'} here.</p>;
  if (row.etag === null) return <p className="quiet">This document hasn’t been synced yet. It can be shared as soon as it has.</p>;

  const make = async (): Promise<void> => {
    const days = DAYS[lasting];
    try {
      setMade(await makeLink(row.id, days === null ? null : new Date(Date.now() + days * 86_400_000).toISOString()));
      await load();
    } catch (cause) { setTrouble(words(cause)); }
  };
  const copy = (address: string): void => { void navigator.clipboard.writeText(address).then(() => { notify('Link copied.'); }, (cause: unknown) => { notify(words(cause)); }); };
  const end = async (link: Link): Promise<void> => {
    try {
      await revokeLink(row.id, link.id);
      if (made?.id === link.id) setMade(null);
      await load();
    } catch (cause) { setTrouble(words(cause)); }
  };
  const open = links?.filter((link) => link.revokedAt == null) ?? [];

  return (
    <div className="stack">
      <p className="quiet small">Whoever has a link reads this document as it is at that time, without signing in.</p>
      <Select<Lasting> label="The link is good for" value={lasting} onChange={setLasting} options={[{ id: 'day', label: 'A day' }, { id: 'week', label: 'A week' }, { id: 'month', label: '30 days' }, { id: 'never', label: 'Until I end it' }]} />
      <div><Button variant="primary" icon="link" onPress={() => { void make(); }}>Make a link</Button></div>
      {trouble !== null && <Banner kind="danger">{trouble}</Banner>}
      {made?.url != null && (
        <Banner actions={<Button icon="copy" onPress={() => { copy(made.url ?? ''); }}>Copy</Button>}>
          <span className="link-made"><strong>Here is the link.</strong> <span className="small">It is shown this once: copy it now.</span><code className="link-address">{made.url}</code></span>
        </Banner>)}
      {open.length > 0 && <h3>Open links</h3>}
      <ul className="list">
        {open.map((link) => (
          <li key={link.id} className="spread link-line">
            <span><span>Made {ago(link.createdAt)}</span><br /><span className="quiet small">{counted(link.views, 'view')} · {link.expiresAt == null ? 'no end' : new Date(link.expiresAt) < new Date() ? 'expired' : `until ${when(link.expiresAt)}`}</span></span>
            <Button variant="danger" onPress={() => { setEnding(link); }}>Revoke</Button>
          </li>))}
      </ul>
      {ending !== null && <ConfirmDialog title="Revoke this link?" isOpen onClose={() => { setEnding(null); }} action="Revoke" danger onConfirm={() => { void end(ending); }}><p>Whoever has it can’t read this document any more.</p></ConfirmDialog>}
    </div>
  );
}
