import { useLiveQuery } from 'dexie-react-hooks';
import * as api from '../api/account';
import { agree, pending } from '../app/telemetry';
import { deviceSettings, setDevice } from '../local/device';
import { Switch } from '../ui';
import { Fetched, Section, useRemote } from './remote';

const EXAMPLE = [{ kind: 'page', name: 'document' }, { kind: 'duration', name: 'document-open', ms: 48211 }, { kind: 'error', name: 'TypeError' }];

export function Privacy() {
  const remote = useRemote(api.config);
  return <Fetched remote={remote}>{({ features }) => (!features.telemetry
    ? <Section title="Counts of use" about="This server takes none. Nothing about what you do here is collected." />
    : <Telemetry />)}</Fetched>;
}

function Telemetry() {
  const on = useLiveQuery(async () => (await deviceSettings()).telemetry, []);
  if (on === undefined) return null;
  const waiting = pending();
  return (
    <Section title="Counts of use" about="Off unless you turn it on. It helps whoever runs this server to see what breaks and what is slow.">
      <Switch isSelected={on} onChange={(yes) => { agree(yes); void setDevice('telemetry', yes); }}>Send counts of use</Switch>
      <p>What is sent is names of pages, kinds of errors and durations: no addresses, no ids, no titles, not a word of a document. {on && waiting.length > 0 ? 'This waits to be sent now:' : 'It looks exactly like this:'}</p>
      <pre className="sample" tabIndex={0} aria-label="What is sent">{JSON.stringify({ events: on && waiting.length > 0 ? waiting : EXAMPLE }, null, 2)}</pre>
    </Section>
  );
}
