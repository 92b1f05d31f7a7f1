/** How the editor looks. It lives in a shadow root, which the page's own styles don't reach; the tokens do, as properties that are inherited. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'transparent', font: 'var(--editor-font, 1rem/1.65 var(--sans))' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: 'inherit', overflow: 'auto', overscrollBehavior: 'contain' },
  '.cm-content': { padding: 'var(--editor-pad, 1.5rem) 0 40vh', caretColor: 'var(--accent)', maxWidth: 'var(--editor-column, 46rem)', margin: '0 auto', width: '100%' },
  '.cm-line': { padding: '0 var(--editor-side, 1.5rem)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { background: 'var(--chosen)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--quiet)', border: 'none' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--ink)', font: 'var(--small)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '0.5rem 2.5rem 0.5rem 0.75rem', display: 'flex', flexWrap: 'wrap', gap: '0.35rem', alignItems: 'center' },
  '.cm-panel.cm-search br': { flexBasis: '100%', height: 0, content: '""' },
  '.cm-panel.cm-search label': { font: 'var(--small)', display: 'inline-flex', alignItems: 'center', gap: '0.25rem' },
  '.cm-textfield': { font: 'var(--small)', padding: '0.3rem 0.5rem', border: '1px solid var(--line-strong)', borderRadius: 'var(--radius-small)', backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '.cm-button': { font: 'var(--small)', padding: '0.3rem 0.6rem', border: '1px solid var(--line)', borderRadius: 'var(--radius-small)', background: 'var(--surface)', color: 'var(--ink)', backgroundImage: 'none' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--quiet)', fontSize: '1.25rem', right: '0.5rem', top: '0.4rem' },
  '.cm-searchMatch': { backgroundColor: 'var(--mark)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--mark)', outline: '2px solid var(--accent)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--line)', borderRadius: 'var(--radius-small)', boxShadow: 'var(--shadow)', font: 'var(--small)' },
  '.cm-diagnostic': { padding: '0.35rem 0.6rem' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--danger)' },
  '.cm-placeholder': { color: 'var(--quiet)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--chosen)' },
  '.cm-ySelectionInfo': { font: 'var(--small)', padding: '0 0.3rem', borderRadius: 'var(--radius-small)' },
  // Differences (@codemirror/merge).
  '.cm-changedLine, &.cm-merge-b .cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--added)' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk, .cm-deletedLine': { backgroundColor: 'var(--removed)' },
  '.cm-deletedChunk': { paddingLeft: 'var(--editor-side, 1.5rem)' },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: 'color-mix(in srgb, var(--good) 28%, transparent)', borderRadius: '2px' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText, .cm-deletedText, &.cm-merge-b .cm-deletedText': { background: 'color-mix(in srgb, var(--danger) 28%, transparent)', borderRadius: '2px', textDecoration: 'none' },
  '.cm-deletedLine, .cm-deletedLine del, .cm-insertedLine, .cm-insertedLine ins': { textDecoration: 'none' },
  '.cm-changeGutter': { width: '3px', paddingLeft: '1px' },
  '.cm-changedLineGutter': { background: 'var(--good)' },
  '.cm-deletedLineGutter': { background: 'var(--danger)' },
  '.cm-collapsedLines': { color: 'var(--quiet)', background: 'var(--sunken)', font: 'var(--small)', padding: '0.2rem 1rem' },
});

const highlighting = HighlightStyle.define([
  { tag: tags.heading1, fontSize: '1.5em', fontWeight: '640', lineHeight: '1.4' },
  { tag: tags.heading2, fontSize: '1.25em', fontWeight: '640' },
  { tag: [tags.heading3, tags.heading4, tags.heading5, tags.heading6], fontWeight: '640' },
  { tag: tags.strong, fontWeight: '680' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: tags.link, color: 'var(--accent)' },
  { tag: tags.url, color: 'var(--quiet)' },
  { tag: [tags.monospace, tags.labelName], fontFamily: 'var(--mono)', fontSize: '0.92em' },
  { tag: tags.quote, color: 'var(--quiet)', fontStyle: 'italic' },
  { tag: [tags.processingInstruction, tags.contentSeparator], color: 'var(--quiet)' },
  { tag: [tags.comment, tags.meta], color: 'var(--quiet)' },
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: [tags.string], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--warn)' },
  { tag: tags.invalid, color: 'var(--danger)' },
]);

export const looks = [theme, syntaxHighlighting(highlighting)];
