/** What differs between two texts, drawn into one: what went is shown where it was, words that changed are marked. */
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { looks } from './theme';

/** Texts longer than this are compared more roughly: an exact comparison would be felt. */
const EXACT_TO = 300_000;

export default function DiffView({ before, after, label, split = false, whole = false }: { before: string; after: string; label: string; split?: boolean; whole?: boolean }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const base: Extension[] = [EditorState.readOnly.of(true), EditorState.lineSeparator.of('\n'), EditorView.editable.of(false), EditorView.lineWrapping, looks,
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' })];
    const diffConfig = { scanLimit: before.length + after.length > EXACT_TO ? 500 : 5000, timeout: 800 };
    const collapse = whole ? {} : { collapseUnchanged: { margin: 3, minSize: 6 } };
    if (split) {
      const view = new MergeView({ root, parent: root, a: { doc: before, extensions: base }, b: { doc: after, extensions: base }, highlightChanges: true, gutter: false, diffConfig, ...collapse });
      return () => { view.destroy(); };
    }
    const view = new EditorView({
      root, parent: root,
      state: EditorState.create({ doc: after, extensions: [...base, unifiedMergeView({ original: before, mergeControls: false, highlightChanges: true, gutter: false, allowInlineDiffs: true, diffConfig, ...collapse })] }),
    });
    return () => { view.destroy(); };
  }, [before, after, label, split, whole]);
  return <div className="diff-host" ref={host} />;
}
