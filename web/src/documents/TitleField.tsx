/** The title, which is a path: written in place, kept on Enter or when one goes on. */
import { useEffect, useRef, useState } from 'react';
import { words } from '../app/format';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import type { DocumentRow } from '../local/database';
import { nameOf } from './paths';

export function TitleField({ row, readOnly, fresh, onDone }: { row: DocumentRow; readOnly: boolean; fresh: boolean; onDone: () => void }) {
  const { service } = usePerson();
  const [text, setText] = useState(row.title);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const element = input.current;
    if (!fresh || element === null) return;
    // After the frame has put the focus on the page's content.
    const timer = setTimeout(() => {
      element.focus();
      const start = row.title.length - nameOf(row.title).length;
      const dot = row.title.lastIndexOf('.');
      element.setSelectionRange(start, dot > start ? dot : row.title.length);
    }, 30);
    return () => { clearTimeout(timer); };
    // Once, when the document has just been made.
  }, []);

  const keep = (): void => {
    if (text.trim() === row.title) { setText(row.title); return; }
    service.rename(row.id, text).catch((cause: unknown) => { notify(words(cause)); setText(row.title); });
  };

  return (
    <input ref={input} className="title-field" aria-label="Title" value={text} readOnly={readOnly} spellCheck={false} maxLength={500}
      onChange={(event) => { setText(event.target.value); }} onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') { event.preventDefault(); event.currentTarget.blur(); onDone(); }
        if (event.key === 'Escape') { setText(row.title); }
      }} />
  );
}
