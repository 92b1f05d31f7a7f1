/** What the palette and the keyboard can do with an open document. */
import type { RefObject } from 'react';
import type { Command } from '../app/commands';
import type { DocumentRow } from '../local/database';
import type { WorkspaceParts } from './context';
import type { View } from './DocumentPage';
import type { EditorHandle } from './editor/Editor';
import type { PanelName } from './Panel';
import { hrefOf } from './paths';

export interface Open {
  row: DocumentRow;
  documents: DocumentRow[];
  work: WorkspaceParts;
  editor: RefObject<EditorHandle | null>;
  isMarkdown: boolean;
  isJson: boolean;
  hasConflict: boolean;
  navigate: (to: string) => void;
  look: (view: View) => void;
  openPanel: (panel: PanelName) => void;
  decide: () => void;
  format: () => void;
}

/** The neighbour of a document in the order of titles. */
export function neighbour(documents: readonly DocumentRow[], id: string, step: 1 | -1): DocumentRow | null {
  const order = [...documents].sort((a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }));
  const at = order.findIndex((row) => row.id === id);
  return at === -1 ? null : (order[(at + step + order.length) % order.length] ?? null);
}

export function documentCommands(open: Open): Command[] {
  const { row, documents, work, editor, isMarkdown } = open;
  const group = 'Document';
  const go = (step: 1 | -1) => () => { const next = neighbour(documents, row.id, step); if (next !== null) open.navigate(hrefOf(next)); };
  return [
    ...(isMarkdown ? [
      { id: 'view-write', title: 'Write alone', group, run: () => { open.look('write'); } },
      { id: 'view-both', title: 'Write and read side by side', group, run: () => { open.look('both'); } },
      { id: 'view-read', title: 'Read alone', group, run: () => { open.look('read'); } },
    ] : []),
    ...(open.isJson && work.writable ? [{ id: 'json-format', title: 'Format this JSON', group, run: open.format }] : []),
    { id: 'document-find', title: 'Find in this document', group, run: () => { editor.current?.find(); } },
    { id: 'document-versions', title: 'Versions of this document', group, keys: 'mod+shift+h', run: () => { open.openPanel('versions'); } },
    { id: 'document-files', title: 'Files of this document', group, run: () => { open.openPanel('files'); } },
    { id: 'document-share', title: 'Share this document', group, run: () => { open.openPanel('links'); } },
    { id: 'document-next', title: 'Next document', group: 'Go to', keys: 'alt+pagedown', run: go(1) },
    { id: 'document-previous', title: 'Previous document', group: 'Go to', keys: 'alt+pageup', run: go(-1) },
    ...(open.hasConflict ? [{ id: 'document-decide', title: 'Decide what to keep', group, run: open.decide }] : []),
    ...(work.writable ? [
      { id: 'document-rename', title: 'Rename this document', group, run: () => { work.renameDocument(row); } },
      { id: 'document-move', title: 'Move this document to…', group, run: () => { work.move([row.id]); } },
      { id: 'document-delete', title: 'Delete this document', group, run: () => { void work.remove([row.id]); } },
    ] : []),
  ];
}
