/** A document's files: what is kept here, what is backed up, what failed. */
import { useEffect, useRef, useState } from 'react';
import { bytes, words } from '../app/format';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import type { AttachmentRow, DocumentRow } from '../local/database';
import { ActionMenu, Button, Icon, Progress } from '../ui';
import { attachAll, fileLimit } from './attaching';
import { useWorkspace } from './context';
import { downloadFile, isPicture, openFile } from './files';
import { useKept } from './reading';

export function Files({ row, onInsert }: { row: DocumentRow; onInsert: (text: string) => void }) {
  const { db, service, engine } = usePerson();
  const { writable, space } = useWorkspace();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [limit, setLimit] = useState<number | null>(null);
  const files = useKept(`attachments:${row.id}`, async (base) => (await base.attachments.where('documentId').equals(row.id).toArray()).sort((a, b) => b.createdAt.localeCompare(a.createdAt)));
  useEffect(() => { void fileLimit(db).then(setLimit); }, [db]);

  const add = (given: File[]): void => {
    void attachAll(db, service, { id: row.id, spaceId: space.id }, given).then(() => { engine.kick(); });
  };
  const local = files?.filter((file) => file.state === 'local' || file.state === 'failed') ?? [];
  const backUp = async (which: readonly AttachmentRow[]): Promise<void> => {
    const { backUp: again } = await import('../sync/attachments');
    for (const file of which) await again(db, file.id);
    engine.kick();
  };

  return (
    <div className={over ? 'stack files dropping' : 'stack files'}
      onDragOver={(event) => { if (writable && event.dataTransfer.types.includes('Files')) { event.preventDefault(); setOver(true); } }} onDragLeave={() => { setOver(false); }}
      onDrop={(event) => { event.preventDefault(); setOver(false); if (writable) add([...event.dataTransfer.files]); }}>
      {writable && <>
        <div className="row">
          <Button icon="attach" onPress={() => { input.current?.click(); }}>Add files</Button>
          {!db.guest && local.length > 0 && <Button icon="cloud" onPress={() => { void backUp(local); }}>Back up</Button>}
        </div>
        <input ref={input} type="file" multiple hidden aria-label="Files to add" onChange={(event) => { add([...(event.target.files ?? [])]); event.target.value = ''; }} />
        <p className="quiet small">Drop or paste files here or into the text. {limit !== null && `At most ${bytes(limit)} each.`}{db.guest && ' Without an account they stay in this browser; sign in to back them up.'}</p>
      </>}
      {files?.length === 0 && <p className="quiet">No files yet.</p>}
      <ul className="list">
        {files?.map((file) => (
          <li key={file.id} className="file">
            <Icon name={isPicture(file.contentType) ? 'preview' : 'document'} />
            <div className="file-words">
              <button type="button" className="file-name" onClick={() => { openFile(db, file.id).catch((cause: unknown) => { notify(words(cause)); }); }}>{file.fileName}</button>
              <span className="small quiet">{bytes(file.sizeBytes)} · {stateWords(file, db.guest)}</span>
              {file.state === 'uploading' && <Progress label="Backing up" value={file.sizeBytes === 0 ? 1 : file.sent / file.sizeBytes} />}
              {file.state === 'failed' && <span className="row small"><span className="file-problem">{file.problem ?? 'It could not be backed up.'}</span><Button onPress={() => { void backUp([file]); }}>Try again</Button></span>}
            </div>
            <ActionMenu label={`More for ${file.fileName}`} entries={[
              { id: 'open', label: 'Open', icon: 'preview', run: () => { openFile(db, file.id).catch((cause: unknown) => { notify(words(cause)); }); } },
              { id: 'download', label: 'Download', icon: 'download', run: () => { downloadFile(db, file.id).catch((cause: unknown) => { notify(words(cause)); }); } },
              ...(writable ? [
                { id: 'insert', label: 'Insert into the text', icon: 'edit' as const, run: () => { onInsert(`${isPicture(file.contentType) ? '!' : ''}[${file.fileName}](attachment:${file.id})`); } },
                null, { id: 'delete', label: 'Delete', icon: 'trash' as const, danger: true, run: () => { void remove(file); } }] : []),
            ]} />
          </li>))}
      </ul>
    </div>
  );

  async function remove(file: AttachmentRow): Promise<void> {
    const kept = await db.files.get(file.id);
    await service.detach(file.id);
    notify(`Deleted “${file.fileName}”.`, kept === undefined ? undefined : { label: 'Undo', run: () => { void service.attach({ id: row.id, spaceId: space.id }, new File([kept.blob], file.fileName, { type: file.contentType })); } });
  }
}

export function stateWords(file: Pick<AttachmentRow, 'state' | 'sent' | 'sizeBytes'>, guest: boolean): string {
  switch (file.state) {
    case 'stored': return 'backed up';
    case 'local': return guest ? 'kept in this browser' : 'kept here, waits to be backed up';
    case 'uploading': return 'being backed up';
    case 'failed': return 'not backed up';
  }
}
