import { useState } from 'react';
import { Button, Checkbox } from '../ui';
import { saveText } from './save';

/** Codes that are shown this once: to be copied or kept as a file before going on. */
export function RecoveryCodes({ codes, account, onDone, action = 'Go on' }: { codes: string[]; account: string; onDone: () => void; action?: string }) {
  const [kept, setKept] = useState(false);
  const [said, setSaid] = useState('');
  const text = `Recovery codes of Holdfast for ${account}\nMade ${new Date().toISOString().slice(0, 10)}. Each opens the account once.\n\n${codes.join('\n')}\n`;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied.');
    } catch {
      setSaid('This browser doesn’t let the page copy. Save them as a file, or select them by hand.');
    }
  };
  return (
    <>
      <p>Each of these opens your account once, when every other way in is lost. They are shown now and never again: keep them where you keep your papers.</p>
      <ul className="codes">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <div className="row codes-actions">
        <Button icon="copy" onPress={() => { void copy(); }}>Copy</Button>
        <Button icon="download" onPress={() => { saveText('holdfast-recovery-codes.txt', text); setSaid('Saved as a file.'); }}>Save as a file</Button>
      </div>
      <p role="status" className="small quiet">{said}</p>
      <Checkbox isSelected={kept} onChange={setKept}>I have kept these codes</Checkbox>
      <Button variant="primary" isDisabled={!kept} onPress={onDone}>{action}</Button>
    </>
  );
}
