import qrcode from 'qrcode-generator';
import { useMemo, useState } from 'react';
import * as api from '../api/account';
import { Fields } from '../account/Card';
import { notify } from '../app/notices';
import { Button } from '../ui';
import { Fetched, Said, Section, useAct, useRemote } from './remote';

export function SecondFactor() {
  const remote = useRemote(api.me);
  const { busy, trouble, act } = useAct();
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null);
  const [removing, setRemoving] = useState(false);
  const begin = (): void => { void act(async () => { setBegun(await api.beginSecondFactor()); }); };
  return (
    <Section title="Second factor" about="A code from an authenticator app, asked for after the password. Passkeys need none.">
      {trouble !== null && <Said trouble={trouble} />}
      <Fetched remote={remote} rows={1}>{({ secondFactor }) => secondFactor ? (
        removing ? (
          <Fields fields={[{ name: 'proof', label: 'A code of your app, or your password', autoComplete: 'off', type: 'password', maxLength: 128, autoFocus: true }]} action="Turn it off" onSend={async ({ proof = '' }) => {
            await api.removeSecondFactor(/^\d{6}$/.test(proof) ? { code: proof } : { password: proof });
            setRemoving(false);
            await remote.reload();
            notify('The second factor is off.');
          }}><Button onPress={() => { setRemoving(false); }}>Cancel</Button></Fields>
        ) : <><p>It is on.</p><Button onPress={() => { setRemoving(true); }}>Turn it off…</Button></>
      ) : begun === null ? <Button isDisabled={busy} onPress={begin}>Set it up</Button> : (
        <div className="stack">
          <p>Scan this with your authenticator app, or type the secret into it. Then type the code that it shows.</p>
          <QrCode text={begun.uri} />
          <div className="field"><span className="label">The secret</span><code className="secret">{begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></div>
          <Fields fields={[{ name: 'code', label: 'Code', autoComplete: 'one-time-code', inputMode: 'numeric', maxLength: 10 }]} action="Turn it on" onSend={async ({ code = '' }) => {
            await api.confirmSecondFactor(code.replaceAll(' ', ''));
            setBegun(null);
            await remote.reload();
            notify('The second factor is on.');
          }}><Button onPress={() => { setBegun(null); }}>Cancel</Button></Fields>
        </div>)}
      </Fetched>
    </Section>
  );
}

/** One path of squares; black on white in both themes, as cameras want it. */
function QrCode({ text }: { text: string }) {
  const { size, path } = useMemo(() => {
    const code = qrcode(0, 'M');
    code.addData(text);
    code.make();
    const side = code.getModuleCount();
    let drawn = '';
    for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) if (code.isDark(y, x)) drawn += `M${x} ${y}h1v1h-1z`;
    return { size: side, path: drawn };
  }, [text]);
  return <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR code of the secret" shapeRendering="crispEdges"><path d={path} /></svg>;
}
