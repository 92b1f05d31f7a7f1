/** Everything by keyboard: documents found by their title, and all commands that can be given now. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import * as Aria from 'react-aria-components';
import { useLocation } from 'wouter';
import { Icon } from '../ui';
import { keysText, useAllCommands } from './commands';
import { findCommands, findDocuments } from './find';
import { usePerson } from './person';

const DOCUMENTS_MAX = 8;

export function Palette({ onClose }: { onClose: () => void }) {
  const { db, who } = usePerson();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const commands = findCommands(useAllCommands().filter(({ id }) => id !== 'palette'), text);
  const documents = useLiveQuery(() => (who === null ? [] : findDocuments(db, text, DOCUMENTS_MAX)), [db, who, text]) ?? [];
  const spaces = useLiveQuery(async () => new Map((await db.spaces.toArray()).map(({ id, name }) => [id, name])), [db]);
  const act = (key: Aria.Key): void => {
    onClose();
    const document = documents.find(({ id }) => `document ${id}` === key);
    // What runs may move the focus: after the dialog has given it back.
    setTimeout(() => {
      if (document !== undefined) navigate(`/w/${document.spaceId}/d/${document.id}`);
      else commands.find(({ id }) => id === key)?.run();
    });
  };
  return (
    <Aria.ModalOverlay className="veil palette-veil" isOpen isDismissable onOpenChange={(open) => { if (!open) onClose(); }}>
      <Aria.Modal className="modal palette">
        <Aria.Dialog aria-label="Search documents and commands" className="palette-dialog">
          <Aria.Autocomplete inputValue={text} onInputChange={setText}>
            <Aria.SearchField aria-label="Search documents and commands" className="palette-search" autoFocus>
              <Icon name="search" /><Aria.Input placeholder="A document’s title, or what to do" />
            </Aria.SearchField>
            {/* The focus stays in the field; who scrolls by keyboard without it can come here. */}
            <div className="palette-list" role="group" aria-label="Results" tabIndex={0}>
              <Aria.Menu aria-label="Found" className="palette-menu" onAction={act} renderEmptyState={() => <p className="palette-nothing quiet">Nothing found for “{text}”.</p>}>
                {documents.length > 0 && (
                  <Aria.MenuSection>
                    <Aria.Header className="palette-header">Documents</Aria.Header>
                    {documents.map(({ id, title, spaceId }) => <Aria.MenuItem key={id} id={`document ${id}`} textValue={title} className="option"><Icon name="document" /><span className="palette-title">{title}</span><span className="palette-where">{spaces?.get(spaceId)}</span></Aria.MenuItem>)}
                  </Aria.MenuSection>)}
                {commands.length > 0 && (
                  <Aria.MenuSection>
                    <Aria.Header className="palette-header">Commands</Aria.Header>
                    {commands.map(({ id, title, group, keys }) => <Aria.MenuItem key={id} id={id} textValue={title} className="option"><span className="palette-title">{title}</span><span className="palette-where">{group}</span>{keys !== undefined && <kbd>{keysText(keys)}</kbd>}</Aria.MenuItem>)}
                  </Aria.MenuSection>)}
              </Aria.Menu>
            </div>
          </Aria.Autocomplete>
        </Aria.Dialog>
      </Aria.Modal>
    </Aria.ModalOverlay>
  );
}
