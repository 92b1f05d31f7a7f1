/** Small dialogs that ask for a name or a place. */
import { useState } from 'react';
import { words } from '../app/format';
import type { DocumentRow } from '../local/database';
import { Button, Dialog, SearchField, TextField } from '../ui';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { cleanFolder, counted, folded, joined } from './paths';
import type { Node } from './tree';

/** A dialog with one field; says what was refused beside it. */
export function AskDialog({ title, label, hint, first, action, onClose, onGiven }: {
  title: string; label: string; hint?: string; first: string; action: string; onClose: () => void; onGiven: (text: string) => Promise<void>;
}) {
  const [text, setText] = useState(first);
  const [error, setError] = useState<string | null>(null);
  const give = (): void => { onGiven(text.trim()).then(onClose, (cause: unknown) => { setError(words(cause)); }); };
  return (
    <Dialog title={title} isOpen onClose={onClose} actions={<><Button onPress={onClose}>Cancel</Button><Button variant="primary" onPress={give} isDisabled={text.trim() === ''}>{action}</Button></>}>
      <form onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') give(); }}>
        <TextField label={label} value={text} onChange={setText} error={error} autoFocus {...(hint === undefined ? {} : { hint })} />
      </form>
    </Dialog>
  );
}

export function RenameDialog({ node, onClose, onRename }: { node: Node<DocumentRow>; onClose: () => void; onRename: (to: string) => Promise<void> }) {
  return <AskDialog title={node.kind === 'folder' ? 'Rename folder' : 'Rename document'} label="Name" first={node.path} action="Rename" onClose={onClose} onGiven={onRename}
    hint="Slashes make folders: “notes/today.md” lies in “notes”." />;
}

export function FolderDialog({ inside, onClose, onMake }: { inside: string; onClose: () => void; onMake: (path: string) => Promise<void> }) {
  return <AskDialog title="New folder" label="Name" first="" action="Make folder" onClose={onClose} {...(inside === '' ? {} : { hint: `Inside “${inside}”` })}
    onGiven={async (name) => { const path = cleanFolder(joined(inside, name)); if (path !== '') await onMake(path); }} />;
}

export function MoveDialog({ count, folders, onClose, onMove }: { count: number; folders: string[]; onClose: () => void; onMove: (folder: string) => Promise<void> }) {
  const [text, setText] = useState('');
  const shown = folders.filter((path) => folded(path).includes(folded(text))).slice(0, 200);
  const fresh = cleanFolder(text);
  const entries = [
    ...(folded('the top').includes(folded(text)) ? [{ id: '/', label: 'The top, in no folder' }] : []),
    ...shown.map((path) => ({ id: path, label: path })),
    ...(fresh !== '' && !folders.includes(fresh) ? [{ id: fresh, label: `New folder “${fresh}”` }] : []),
  ];
  const move = (key: string): void => { void onMove(key === '/' ? '' : key).then(onClose); };
  return (
    <Dialog title={`Move ${counted(count, 'document')} to…`} isOpen onClose={onClose} actions={<Button onPress={onClose}>Cancel</Button>}>
      <SearchField label="Folder" placeholder="Find a folder, or name a new one" value={text} onChange={setText} autoFocus onSubmit={() => { const first = entries[0]; if (text !== '' && first !== undefined) move(first.id); }} />
      <ListBox aria-label="Folders" className="move-list" items={entries} onAction={(key) => { move(String(key)); }} renderEmptyState={() => <p className="quiet">No folder of this name.</p>}>
        {(entry) => <ListBoxItem id={entry.id} className="option" textValue={entry.label}>{entry.label}</ListBoxItem>}
      </ListBox>
    </Dialog>
  );
}
