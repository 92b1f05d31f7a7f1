import { useState } from 'react';
import * as api from '../api/account';
import { ago, when } from '../app/format';
import { notify } from '../app/notices';
import { refusal } from '../account/problems';
import { Badge, Button, Checkbox, ConfirmDialog, Dialog, Select, TextField } from '../ui';
import { Fetched, Said, Section, useAct, useRemote } from './remote';

const SCOPES: { word: string; about: string }[] = [
  { word: 'documents:read', about: 'Read and search documents' }, { word: 'documents:write', about: 'Write and delete documents' },
  { word: 'spaces:read', about: 'See workspaces and members' }, { word: 'spaces:write', about: 'Change workspaces and members' },
  { word: 'sync:read', about: 'Follow changes' }, { word: 'sync:write', about: 'Send changes' },
  { word: 'uploads:read', about: 'Read attachments' }, { word: 'uploads:write', about: 'Add and delete attachments' },
  { word: 'jobs:read', about: 'See jobs' }, { word: 'audit:read', about: 'Read the audit' }, { word: 'ai', about: 'Ask AI at your budget' },
];
type Days = '30' | '90' | '365' | 'never';
const LASTS: { id: Days; label: string }[] = [{ id: '30', label: '30 days' }, { id: '90', label: '90 days' }, { id: '365', label: 'A year' }, { id: 'never', label: 'Until it is deleted' }];

export function ApiKeys() {
  const remote = useRemote(api.apiKeys);
  const { busy, trouble, act } = useAct();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<api.ApiKey | null>(null);
  const [gone, setGone] = useState<api.ApiKey | null>(null);
  const drop = async (key: api.ApiKey): Promise<void> => {
    if (await act(() => api.deleteApiKey(key.id))) notify(`“${key.name}” opens nothing any more.`);
    await remote.reload();
  };
  return (
    <Section title="Keys for programs" about={<>Programs that speak to <a href="/docs">the API</a> in your name carry one. A key never may more than you.</>}>
      {trouble !== null && <Said trouble={trouble} />}
      <Fetched remote={remote}>{(items) => items.length === 0 ? <p>You have none.</p> : (
        <ul className="list settings-list">{items.map((key) => (
          <li key={key.id}>
            <span className="what"><span>{key.name} {key.expiresAt != null && new Date(key.expiresAt) < new Date() && <Badge kind="warn">expired</Badge>}</span>
              <span className="small quiet">{key.prefix}… · {key.scopes.join(', ')} · {key.lastUsedAt == null ? 'never used' : `used ${ago(key.lastUsedAt)}`}{key.expiresAt == null ? '' : ` · until ${when(key.expiresAt)}`}</span></span>
            <Button isDisabled={busy} aria-label={`Delete the key ${key.name}`} onPress={() => { setGone(key); }}>Delete</Button>
          </li>))}
        </ul>)}
      </Fetched>
      <Button icon="add" onPress={() => { setMaking(true); }}>Make a key…</Button>
      {making && <Making onClose={() => { setMaking(false); }} onMade={(key) => { setMaking(false); setMade(key); void remote.reload(); }} />}
      {made !== null && <Made made={made} onClose={() => { setMade(null); }} />}
      <ConfirmDialog title="Delete this key?" isOpen={gone !== null} onClose={() => { setGone(null); }} action="Delete" danger onConfirm={() => { if (gone !== null) void drop(gone); }}><p>Programs that use “{gone?.name}” are refused from then on.</p></ConfirmDialog>
    </Section>
  );
}

function Making({ onClose, onMade }: { onClose: () => void; onMade: (key: api.ApiKey) => void }) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['documents:read']);
  const [lasts, setLasts] = useState<Days>('90');
  const { busy, trouble, act } = useAct();
  const { text, fields } = trouble === null ? { text: null, fields: {} as Record<string, string> } : refusal(trouble, { name: 'Name', scopes: 'Scopes', expiresAt: 'Time' });
  const make = (): void => {
    void act(async () => {
      onMade(await api.makeApiKey({ name: name.trim(), scopes, ...(lasts === 'never' ? {} : { expiresAt: new Date(Date.now() + Number(lasts) * 86_400_000).toISOString() }) }));
    });
  };
  return (
    <Dialog title="Make an API key" isOpen onClose={onClose} actions={<><Button onPress={onClose}>Cancel</Button><Button variant="primary" isDisabled={busy || name.trim() === '' || scopes.length === 0} onPress={make}>Make the key</Button></>}>
      {text !== null && <Said trouble={trouble} />}
      <TextField label="Name" value={name} onChange={setName} maxLength={100} autoFocus error={fields['name'] ?? null} hint="What it is for, so that you know it again." />
      <fieldset className="scopes"><legend>What it may do</legend>
        {SCOPES.map(({ word, about }) => <Checkbox key={word} isSelected={scopes.includes(word)} onChange={(yes) => { setScopes(yes ? [...scopes, word] : scopes.filter((scope) => scope !== word)); }}>{about}</Checkbox>)}
      </fieldset>
      <Select label="How long" value={lasts} onChange={setLasts} options={LASTS} />
    </Dialog>
  );
}

function Made({ made, onClose }: { made: api.ApiKey; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  return (
    <Dialog title="Your new key" isOpen onClose={() => undefined} role="alertdialog" actions={<>
      <Button icon="copy" onPress={() => { void navigator.clipboard.writeText(made.key ?? '').then(() => { setCopied(true); }, () => undefined); }}>{copied ? 'Copied' : 'Copy'}</Button>
      <Button variant="primary" onPress={onClose}>Done</Button>
    </>}>
      <p>It is shown now and never again.</p>
      <p className="secret">{made.key}</p>
    </Dialog>
  );
}
