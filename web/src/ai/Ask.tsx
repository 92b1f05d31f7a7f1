/** The button and the command that open the panel; the panel itself is loaded then. A page puts it among its actions. */
import { lazy, Suspense, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { keysText, useCommands } from '../app/commands';
import { IconButton } from '../ui';
import type { AskPanelProps } from './AskPanel';

const AskPanel = lazy(async () => ({ default: (await import('./AskPanel')).AskPanel }));
const KEYS = 'mod+j';

export function Ask(props: Omit<AskPanelProps, 'onClose'>) {
  const [open, setOpen] = useState(false);
  useCommands(useMemo(() => [{ id: 'ask', title: 'Ask about this document', group: 'Document', keys: KEYS, run: () => { setOpen(true); } }], []));
  return (
    <>
      <IconButton label={`Ask about this document (${keysText(KEYS)})`} icon="spark" aria-expanded={open} onPress={() => { setOpen(!open); }} />
      {open && createPortal(<Suspense fallback={null}><AskPanel {...props} onClose={() => { setOpen(false); }} /></Suspense>, document.body)}
    </>
  );
}
