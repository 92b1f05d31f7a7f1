/** Joins an editor with a document that is edited live: what others write appears in it as it arrives, and undo takes back one's own words alone. */
import type { Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import * as Y from 'yjs';
import type { LocalDatabase } from '../../local/database';
import { LiveDocument } from '../../sync/LiveDocument';
import type { WorkspaceService } from '../WorkspaceService';
import { editBetween } from './keeping';

export interface Living {
  extension: Extension;
  text(): string;
  /** Writes what the editor has and the document hasn't. */
  take(content: string): void;
  flush(): Promise<void>;
  end(): Promise<void>;
}

/** Null where the document is edited as text. */
export async function openLiving(db: LocalDatabase, service: WorkspaceService, id: string, gone: () => void): Promise<Living | null> {
  const live = await LiveDocument.open(db, service, id, gone);
  if (live === null) return null;
  // There is nothing that tells cursors: awareness is left out.
  const undoManager = new Y.UndoManager(live.text);
  return {
    extension: [yCollab(live.text, null, { undoManager }), keymap.of(yUndoManagerKeymap)],
    text: () => live.text.toString(),
    take(content) {
      const edits = editBetween(live.text.toString(), content);
      live.doc.transact(() => {
        for (const edit of edits.reverse()) {
          if (edit.to > edit.from) live.text.delete(edit.from, edit.to - edit.from);
          if (edit.insert !== '') live.text.insert(edit.from, edit.insert);
        }
      });
    },
    flush: () => live.flush(),
    end: () => live.destroy(),
  };
}
