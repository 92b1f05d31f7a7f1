/** A small editor for a merge that somebody makes. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { looks } from './theme';

const mark = Decoration.line({ class: 'cm-merge-mark' });

/** Shows the lines that say which side is which. */
const marks = ViewPlugin.fromClass(class {
  decorations: DecorationSet;
  constructor(view: EditorView) { this.decorations = found(view); }
  update(update: ViewUpdate): void { if (update.docChanged || update.viewportChanged) this.decorations = found(update.view); }
}, { decorations: (plugin) => plugin.decorations });

function found(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      if (/^(<{7} |={7}$|>{7} )/.test(line.text)) builder.add(line.from, line.from, mark);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

export default function MergeEditor({ initial, label, onText }: { initial: string; label: string; onText: (text: string) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const told = useRef(onText);
  told.current = onText;
  // Behind another tab it goes away: it comes back with what was written.
  const first = useRef(initial);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const view = new EditorView({
      root, parent: root,
      state: EditorState.create({
        doc: first.current,
        extensions: [EditorState.lineSeparator.of('\n'), history(), EditorView.lineWrapping, looks, marks, EditorView.theme({ '.cm-merge-mark': { background: 'var(--warn-ground)', color: 'var(--warn)' } }),
          keymap.of([...historyKeymap, ...defaultKeymap]), EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => { if (update.docChanged) told.current(update.state.doc.toString()); })],
      }),
    });
    return () => { view.destroy(); };
  }, [label]);
  return <div className="diff-host" ref={host} />;
}
