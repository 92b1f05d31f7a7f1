import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { PROVIDERS } from '../ai/models';
import { notify } from '../app/notices';
import { deviceSettings, type Provider, setDevice } from '../local/device';
import { Badge, Button, TextField } from '../ui';
import { Section } from './remote';

export function AiKeys() {
  const keys = useLiveQuery(async () => (await deviceSettings()).aiKeys, []);
  return (
    <Section title="Your own keys" about="With a key of your own this browser speaks to the provider itself. The key is kept in this browser only, as plain text in its storage; it is never sent to our server and never synced. Use keys that you can take back, with a spending limit.">
      {keys !== undefined && PROVIDERS.map(({ id, label, where }) => <Key key={id} provider={id} label={label} where={where} held={keys[id] ?? null} />)}
    </Section>
  );
}

function Key({ provider, label, where, held }: { provider: Provider; label: string; where: string; held: string | null }) {
  const [typed, setTyped] = useState('');
  const save = async (key: string | null): Promise<void> => {
    const { [provider]: _gone, ...others } = (await deviceSettings()).aiKeys;
    await setDevice('aiKeys', key === null ? others : { ...others, [provider]: key });
    setTyped('');
    notify(key === null ? `The key for ${label} is removed from this browser.` : `The key for ${label} is kept in this browser.`);
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); if (typed.trim() !== '') void save(typed.trim()); }}>
      <TextField label={label} type="password" autoComplete="off" spellCheck="false" value={typed} onChange={setTyped} placeholder={held === null ? 'No key' : `Ends in ${held.slice(-4)}`} hint={`Goes to ${where} and nowhere else.`} />
      <div className="row">
        <Button type="submit" isDisabled={typed.trim() === ''}>{held === null ? 'Keep the key' : 'Replace the key'}</Button>
        {held !== null && <><Button onPress={() => { void save(null); }}>Remove</Button><Badge>a key is here</Badge></>}
      </div>
    </form>
  );
}
