/** The title, which is a path: written in place, kept on Enter or when one goes on. */
import { useEffect, useRef, useState } from 'react';
import { words } from '../app/format';
import { notify } from '../app/notices';
import { usePerson } from '../app/person';
import type { DocumentRow } from '../local/database';
import { fresh } from './context';
import { nameOf } from './paths';

export function TitleField({ row, readOnly, onDone }: { row: DocumentRow; readOnly: boolean; onDone: () => void }) {
  const { service } = usePerson();
  const [text, setText] = useState(row.title);
  const input = useRef<HTMLInputElement>(null);

  // A title that comes from elsewhere is shown, unless somebody is writing another one.
  useEffect(() => { if (input.current !== document.activeElement) setText(row.title); }, [row.title]);

  useEffect(() => {
    // After the frame has put the focus on the page's content. Once, when the document has just been made.
    const timer = setTimeout(() => {
      const element = input.current;
      if (element === null || !fresh.delete(row.id)) return;
      element.focus();
      const start = element.value.length - nameOf(element.value).length;
      const dot = element.value.lastIndexOf('.');
      element.setSelectionRange(start, dot > start ? dot : element.value.length);
    }, 30);
    return () => { clearTimeout(timer); };
  }, [row.id]);

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
