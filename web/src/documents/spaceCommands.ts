/** What the palette and the keyboard can do in a workspace. */
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { useCommands } from '../app/commands';
import { useWorkspace } from './context';

/** Puts the cursor into the search field of the workspace's documents. */
export const focusSearch = (): void => { window.dispatchEvent(new Event('holdfast:search')); };

export function useSpaceCommands(folder = ''): void {
  const work = useWorkspace();
  const [, navigate] = useLocation();
  const { space, writable, documents } = work;
  const undecided = documents.find((row) => row.conflict === 1);
  useCommands(useMemo(() => {
    const group = 'Workspace';
    return [
      ...(writable ? [
        { id: 'document-new', title: 'New document', group, keys: 'alt+n', run: () => { void work.create('text/markdown', folder); } },
        { id: 'document-new-json', title: 'New JSON document', group, run: () => { void work.create('application/json', folder); } },
        { id: 'document-new-text', title: 'New plain text', group, run: () => { void work.create('text/plain', folder); } },
        { id: 'folder-new', title: 'New folder', group, run: () => { work.newFolder(folder); } },
        { id: 'workspace-import', title: 'Import a folder of Markdown', group, run: () => { window.dispatchEvent(new Event('holdfast:import')); } },
      ] : []),
      { id: 'workspace-search', title: 'Search this workspace', group, keys: 'mod+shift+f', run: focusSearch },
      ...(undecided === undefined ? [] : [{ id: 'conflict-next', title: 'Go to a document that needs a decision', group: 'Go to', run: () => { navigate(`/w/${space.id}/d/${undecided.id}`); } }]),
      { id: 'workspace-settings', title: 'Settings of this workspace', group: 'Go to', run: () => { navigate(`/w/${space.id}/settings`); } },
      { id: 'workspace-people', title: 'People of this workspace', group: 'Go to', run: () => { navigate(`/w/${space.id}/settings#people`); } },
      { id: 'workspace-trash', title: 'Trash of this workspace', group: 'Go to', run: () => { navigate(`/w/${space.id}/trash`); } },
    ];
  }, [work, space.id, writable, undecided, folder, navigate]));
}
