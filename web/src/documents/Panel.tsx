/** What belongs to a document, beside it: files, versions, links. */
import type { DocumentRow } from '../local/database';
import { IconButton, Tabs } from '../ui';
import { Files } from './Files';
import { Links } from './Links';
import { Versions } from './Versions';

export type PanelName = 'files' | 'versions' | 'links';

export function Panel({ name, row, onName, onClose, onInsert, onFlush }: {
  name: PanelName; row: DocumentRow; onName: (name: PanelName) => void; onClose: () => void; onInsert: (text: string) => void; onFlush: () => Promise<void>;
}) {
  return (
    <aside className="panel" aria-label="About this document" onKeyDown={(event) => { if (event.key === 'Escape') onClose(); }}>
      <IconButton label="Close" icon="close" className="panel-close" onPress={onClose} />
      <Tabs label="About this document" selected={name} onSelect={(id) => { onName(id as PanelName); }} tabs={[
        { id: 'files', label: 'Files', content: <Files row={row} onInsert={onInsert} /> },
        { id: 'versions', label: 'Versions', content: <Versions row={row} onFlush={onFlush} /> },
        { id: 'links', label: 'Share', content: <Links row={row} /> },
      ]} />
    </aside>
  );
}
