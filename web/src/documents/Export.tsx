/** Two ways out: a zip made here, which always works; and the server's, with all versions. */
import { useEffect, useRef, useState } from 'react';
import { bytes, words } from '../app/format';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import { beginExport, jobOf } from '../api/documents';
import { Banner, Button, Progress } from '../ui';
import { useWorkspace } from './context';
import { exported } from './exporting';
import { saveAs } from './files';
import { useNetwork } from './network';
import { counted } from './paths';

export function Export() {
  const { db } = usePerson();
  const { space } = useWorkspace();
  const network = useNetwork();
  const [progress, setProgress] = useState<{ label: string; value: number | null } | null>(null);
  const [ready, setReady] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => { stop.current?.abort(); }, []);

  const here = async (): Promise<void> => {
    setTrouble(null);
    try {
      setProgress({ label: 'Packing', value: 0 });
      const made = await exported(db, space, (done, of) => { if (done % 50 === 0) setProgress({ label: 'Packing', value: done / Math.max(1, of) }); });
      saveAs(made.blob, `${space.name.replace(/[\\/:*?"<>|]/g, '-')}.zip`);
      notify(`${counted(made.documents, 'document')} and ${counted(made.files, 'file')}, ${bytes(made.blob.size)}.${made.missing.length > 0 ? ` Not in this browser, so not in the zip: ${made.missing.slice(0, 5).join(', ')}.` : ''}`);
    } catch (cause) { setTrouble(words(cause)); }
    setProgress(null);
  };

  const there = async (): Promise<void> => {
    setTrouble(null);
    setReady(null);
    stop.current?.abort();
    const stopped = new AbortController();
    stop.current = stopped;
    try {
      setProgress({ label: 'The server is packing', value: null });
      const { jobId } = await beginExport(space.id);
      for (let wait = 500; !stopped.signal.aborted; wait = Math.min(5_000, wait * 1.5)) {
        const job = await jobOf(jobId, stopped.signal);
        setProgress({ label: 'The server is packing', value: job.progressPct / 100 });
        if (job.status === 'completed') { setReady(job.result.url ?? null); break; }
        if (job.status === 'failed' || job.status === 'canceled') throw new Error('The server could not make the export. Try again later.');
        await new Promise((resolve) => { setTimeout(resolve, wait); });
      }
    } catch (cause) { if (!stopped.signal.aborted) setTrouble(words(cause)); }
    if (!stopped.signal.aborted) setProgress(null);
  };

  return (
    <>
      <p className="quiet small">A zip of files by their paths, which any program can read. Made in this browser, also without a network.</p>
      <div className="row">
        <Button icon="download" isDisabled={progress !== null} onPress={() => { void here(); }}>Export from this browser</Button>
        {!db.guest && <Button icon="cloud" isDisabled={progress !== null || !network.ready || space.version === 0} onPress={() => { void there(); }}>Export with all versions</Button>}
      </div>
      {!db.guest && !network.ready && <p className="quiet small">With versions: {network.why}</p>}
      {progress !== null && <Progress {...progress} />}
      {trouble !== null && <Banner kind="danger">{trouble}</Banner>}
      {ready !== null && <Banner actions={<a className="button" href={ready} download>Download</a>}>The export is ready. It can be fetched for a day.</Banner>}
    </>
  );
}
