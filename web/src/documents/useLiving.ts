/** Edits a document live as soon as that can be: while there is a connection and nothing of it waits for a decision. */
import { type RefObject, useEffect } from 'react';
import { usePerson } from '../app/person';
import type { DocumentRow } from '../local/database';
import type { EditorHandle } from './editor/Editor';
import type { Living } from './editor/living';

/** When another try is made where it isn't live (ms): later and later, for there may be a reason that lasts. */
const AGAIN = 5_000;
const AGAIN_MAX = 120_000;

export function useLiving(row: DocumentRow, editor: RefObject<EditorHandle | null>, writable: boolean): void {
  const { db, service, engine } = usePerson();
  const { id } = row;
  const wanted = writable && !db.guest && row.etag !== null && row.conflict === 0;

  useEffect(() => {
    if (!wanted) return;
    let over = false;
    let trying = false;
    let living: Living | null = null;

    const begin = async (): Promise<void> => {
      if (over || trying || living !== null || editor.current === null) return;
      trying = true;
      try {
        await editor.current.flush();
        if (!(await engine.openLive(id)) || over) return;
        const { openLiving } = await import('./editor/living');
        const opened = await openLiving(db, service, id, () => { void ended(); });
        if (opened === null) return;
        const at = editor.current as EditorHandle | null;
        if (over || at === null) { await opened.end(); return; }
        living = opened;
        at.goLive(opened);
      } catch (cause) {
        // It is edited as text until the next try.
        console.warn(cause);
      } finally {
        trying = false;
      }
    };
    /** The live state is another one, or gone: the editor goes on with the text. */
    const ended = async (): Promise<void> => {
      living = null;
      const text = await db.texts.get(id);
      if (text !== undefined) editor.current?.leaveLive(text.content);
      void begin();
    };

    let wait = AGAIN;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const round = async (): Promise<void> => {
      await begin();
      if (over) return;
      timer = setTimeout(() => { void round(); }, wait);
      wait = living === null ? Math.min(AGAIN_MAX, wait * 2) : AGAIN;
    };
    void round();
    return () => {
      over = true;
      clearTimeout(timer);
      const last = living;
      living = null;
      if (last === null) return;
      void last.end().then(async () => {
        const text = await db.texts.get(id);
        if (text !== undefined) editor.current?.leaveLive(text.content);
      });
    };
  }, [wanted, id, db, service, engine, editor]);
}
