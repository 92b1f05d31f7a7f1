import * as api from '../api/account';
import { Fetched, Section, useRemote } from './remote';

export function About() {
  const remote = useRemote(api.config);
  return (
    <Section title="Holdfast">
      <Fetched remote={remote}>{({ version, environment, publicUrl, apps }) => (
        <dl className="facts">
          <dt>Version</dt><dd>{version}</dd>
          <dt>Environment</dt><dd>{environment}</dd>
          <dt>Apps</dt><dd>{apps.join(', ')}</dd>
          {publicUrl != null && <><dt>Address</dt><dd>{publicUrl}</dd></>}
          <dt>Licence</dt><dd>Apache License 2.0</dd>
        </dl>)}
      </Fetched>
      <p><a href="/docs">How programs speak to this server</a></p>
    </Section>
  );
}
