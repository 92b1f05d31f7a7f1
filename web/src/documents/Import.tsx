/** Brings a folder of Markdown in: paths become titles, what is here already is left, what differs is asked about once. */
import { useEffect, useRef, useState } from 'react';
import { words } from '../app/format';
import { usePerson } from '../app/person';
import { Banner, Button, Dialog, Progress } from '../ui';
import { fileLimit } from './attaching';
import { useWorkspace } from './context';
import { besides, droppedFiles, type Given, type ImportPlan, plan, withoutTop } from './importing';
import { counted, folderOf } from './paths';
import { titlesIn } from './actions';

export interface Dropped { files: Given[]; folder: string }

type Step = { at: 'choose' } | { at: 'read'; done: number; of: number } | { at: 'ask'; plan: ImportPlan } | { at: 'write'; done: number; of: number } | { at: 'done'; made: number; replaced: number; plan: ImportPlan; files: number } | { at: 'failed'; why: string };

export function ImportDialog({ dropped, onClose }: { dropped: Dropped; onClose: () => void }) {
  const { db, service, engine } = usePerson();
  const { space } = useWorkspace();
  const [step, setStep] = useState<Step>({ at: 'choose' });
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const begun = useRef(false);

  const existing = async (title: string): Promise<{ id: string; content: string } | null> => {
    const row = await db.documents.where('[spaceId+title]').equals([space.id, title]).first();
    return row === undefined ? null : { id: row.id, content: (await db.texts.get(row.id))?.content ?? '' };
  };

  const begin = async (given: Given[]): Promise<void> => {
    try {
      setStep({ at: 'read', done: 0, of: given.length });
      const made = await plan(given, dropped.folder, existing, (done) => { if (done % 25 === 0) setStep({ at: 'read', done, of: given.length }); });
      if (made.documents.some((one) => one.existing !== null)) setStep({ at: 'ask', plan: made });
      else await write(made, 'replace');
    } catch (cause) { setStep({ at: 'failed', why: words(cause) }); }
  };

  const write = async (planned: ImportPlan, how: 'replace' | 'both' | 'leave'): Promise<void> => {
    const [limit, taken] = [await fileLimit(db), new Set(await titlesIn(db, space.id))];
    let [made, replaced, files] = [0, 0, 0];
    const of = planned.documents.length + planned.files.length;
    try {
      for (const [index, one] of planned.documents.entries()) {
        if (index % 20 === 0) setStep({ at: 'write', done: index, of });
        if (one.existing !== null && how === 'leave') continue;
        if (one.existing !== null && how === 'replace') { await service.write(one.existing, one.content); replaced++; continue; }
        const title = besides(one.title, taken);
        await service.createDocument({ spaceId: space.id, title, content: one.content, contentType: one.kind });
        taken.add(title);
        made++;
      }
      for (const [index, one] of planned.files.entries()) {
        setStep({ at: 'write', done: planned.documents.length + index, of });
        if (one.file.size > limit) { planned.refused.push({ path: one.path, why: 'it is larger than a file may be' }); continue; }
        if (await attached(one)) files++;
      }
      engine.kick();
      setStep({ at: 'done', made, replaced, plan: planned, files });
    } catch (cause) { setStep({ at: 'failed', why: words(cause) }); }
  };

  /** Keeps a file with the nearest document: one that names it, else the first one of its folder or above. A file that is there already stays alone. */
  const attached = async (one: Given): Promise<boolean> => {
    const name = one.path.slice(one.path.lastIndexOf('/') + 1);
    const rows = await db.documents.where('spaceId').equals(space.id).toArray();
    let folder = folderOf(dropped.folder === '' ? one.path : `${dropped.folder}/${one.path}`);
    let near = rows.filter((row) => folderOf(row.title) === folder);
    while (near.length === 0 && folder !== '') { folder = folderOf(folder); near = rows.filter((row) => folderOf(row.title) === folder); }
    const texts = await db.texts.bulkGet(rows.map((row) => row.id));
    const naming = rows.find((_, index) => texts[index]?.content.includes(name) === true);
    const home = naming ?? near[0] ?? rows[0];
    if (home === undefined) return false;
    const same = await db.attachments.where('spaceId').equals(space.id).filter((row) => row.fileName === name && row.sizeBytes === one.file.size).count();
    if (same > 0) return false;
    await service.attach(home, new File([one.file], name, { type: one.file.type }));
    return true;
  };

  useEffect(() => {
    if (begun.current || dropped.files.length === 0) return;
    begun.current = true;
    void begin(dropped.files);
  });

  const busy = step.at === 'read' || step.at === 'write';
  return (
    <Dialog title={dropped.folder === '' ? 'Import a folder' : `Import into “${dropped.folder}”`} isOpen onClose={() => { if (!busy) onClose(); }} actions={<Actions step={step} onClose={onClose} onAnswer={(planned, how) => { void write(planned, how); }} />}>
      {step.at === 'choose' && (
        <div className={over ? 'import-drop dropping' : 'import-drop'} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => { setOver(false); }}
          onDrop={(event) => { event.preventDefault(); setOver(false); void droppedFiles(event.dataTransfer).then((given) => begin(withoutTop(given))); }}>
          <p>A folder of Markdown, such as an Obsidian vault or a docs repository. Its folders become the folders here, and front matter stays as it is.</p>
          <Button variant="primary" icon="folder" onPress={() => { input.current?.click(); }}>Choose a folder</Button>
          <p className="quiet small">Or drop it here.</p>
          <input ref={(element) => { input.current = element; element?.setAttribute('webkitdirectory', ''); }} type="file" multiple hidden aria-label="Folder to import"
            onChange={(event) => { void begin(withoutTop([...(event.target.files ?? [])].map((file) => ({ path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file })))); }} />
        </div>)}
      {step.at === 'read' && <Progress label="Reading" value={step.of === 0 ? null : step.done / step.of} />}
      {step.at === 'write' && <Progress label="Importing" value={step.of === 0 ? null : step.done / step.of} />}
      {step.at === 'ask' && <p>{counted(step.plan.documents.filter((one) => one.existing !== null).length, 'document')} {'of this folder '}have the same path as one that is here, but another text. What should happen to these?</p>}
      {step.at === 'done' && <Summary {...step} guest={db.guest} />}
      {step.at === 'failed' && <Banner kind="danger">{step.why}</Banner>}
    </Dialog>
  );
}

function Actions({ step, onClose, onAnswer }: { step: Step; onClose: () => void; onAnswer: (planned: ImportPlan, how: 'replace' | 'both' | 'leave') => void }) {
  if (step.at === 'read' || step.at === 'write') return null;
  if (step.at !== 'ask') return <Button {...(step.at === 'done' ? { variant: 'primary' as const } : {})} onPress={onClose}>{step.at === 'done' ? 'Done' : 'Cancel'}</Button>;
  return <>
    <Button onPress={onClose}>Cancel</Button>
    <Button onPress={() => { onAnswer(step.plan, 'leave'); }}>Leave what is here</Button>
    <Button onPress={() => { onAnswer(step.plan, 'replace'); }}>Replace</Button>
    <Button variant="primary" onPress={() => { onAnswer(step.plan, 'both'); }}>Keep both</Button>
  </>;
}

function Summary({ made, replaced, files, plan: planned, guest }: { made: number; replaced: number; files: number; plan: ImportPlan; guest: boolean }) {
  const lines = [
    `${counted(made, 'document')} added.`,
    ...(replaced > 0 ? [`${counted(replaced, 'document')} replaced.`] : []),
    ...(planned.same > 0 ? [`${counted(planned.same, 'document')} ${planned.same === 1 ? 'was' : 'were'} here already, word for word.`] : []),
    ...(files > 0 ? [`${counted(files, 'file')} kept with the documents${guest ? '; they stay in this browser until you sign in' : ', to be backed up'}.`] : []),
    ...(planned.ignored.length > 0 ? [`Left out: ${planned.ignored.slice(0, 8).join(', ')}${planned.ignored.length > 8 ? ' …' : ''}.`] : []),
  ];
  return (
    <div className="stack" role="status">
      <ul className="summary">{lines.map((line) => <li key={line}>{line}</li>)}</ul>
      {planned.refused.length > 0 && <Banner kind="warn">Not imported: {planned.refused.slice(0, 10).map((one) => `${one.path} (${one.why})`).join('; ')}</Banner>}
    </div>
  );
}
