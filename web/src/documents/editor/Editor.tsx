/** The editor: CodeMirror in a shadow root, where its styles may be (the page's Content Security Policy allows none elsewhere). */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { linter, lintGutter } from '@codemirror/lint';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorSelection, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, dropCursor, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { ContentType } from '../../api/types';
import { lineMark, link, wrap } from './commands';
import { Keeper, type Store } from './keeping';
import type { Living } from './living';
import { looks } from './theme';

export type SaveState = 'saved' | 'unsaved' | 'failed';

/** What the page may do with the editor. */
export interface EditorHandle {
  flush(): Promise<void>;
  /** What is stored changed. */
  arrived(stored: string): void;
  text(): string;
  insert(text: string): void;
  replaceAll(text: string): void;
  run(name: keyof typeof FORMATS): void;
  find(): void;
  focus(): void;
  goTo(position: number): void;
  scrollToLine(line: number): void;
  /** From now on a live document keeps the text. */
  goLive(living: Living): void;
  /** No longer; the editor goes on from what is stored. */
  leaveLive(stored: string): void;
}

export const FORMATS = {
  bold: wrap('**'), italic: wrap('*'), code: wrap('`'), strike: wrap('~~'), link,
  heading1: lineMark('# '), heading2: lineMark('## '), heading3: lineMark('### '), list: lineMark('- '), task: lineMark('- [ ] '), quote: lineMark('> '),
} as const;

const FORMAT_KEYS = [
  { key: 'Mod-b', run: FORMATS.bold }, { key: 'Mod-i', run: FORMATS.italic }, { key: 'Mod-k', run: FORMATS.link }, { key: 'Mod-e', run: FORMATS.code },
  { key: 'Mod-Shift-x', run: FORMATS.strike }, { key: 'Mod-Alt-1', run: FORMATS.heading1 }, { key: 'Mod-Alt-2', run: FORMATS.heading2 },
  { key: 'Mod-Alt-3', run: FORMATS.heading3 }, { key: 'Mod-Shift-8', run: FORMATS.list }, { key: 'Mod-Shift-9', run: FORMATS.task },
];

/** From this length on a text is edited without colours: parsing would be felt. */
const PLAIN_FROM = 3_000_000;

function languageOf(kind: ContentType, length: number): Extension {
  if (length > PLAIN_FROM) return [];
  if (kind === 'application/json') return [json(), lineNumbers(), lintGutter(), linter(jsonParseLinter(), { delay: 300 }), bracketMatching()];
  return kind === 'text/markdown' ? [markdown({ base: markdownLanguage, addKeymap: true }), keymap.of(FORMAT_KEYS)] : [];
}

export interface EditorProps {
  initial: string;
  kind: ContentType;
  readOnly: boolean;
  label: string;
  store: Store;
  handle: { current: EditorHandle | null };
  onState: (state: SaveState, cause?: unknown) => void;
  onText: (text: string) => void;
  onScrollLine: (line: number) => void;
  /** Files dropped or pasted; answers what is to be written in their place. */
  onFiles: (files: File[]) => Promise<string>;
}

export default function Editor(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const writable = useRef(new Compartment());
  const keeping = useRef(new Compartment());
  const viewRef = useRef<EditorView | null>(null);

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const { initial, kind, label, store, handle } = latest.current;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const keeper = new Keeper(initial, store, (state, cause) => { latest.current.onState(state, cause); });
    let quiet = 0;
    let live: Living | null = null;
    const flush = (): void => { void (live?.flush() ?? keeper.flush()); };
    const view = new EditorView({
      root, parent: root,
      state: EditorState.create({
        doc: initial,
        extensions: [
          EditorState.lineSeparator.of('\n'), keeping.current.of([history(), keymap.of(historyKeymap)]), drawSelection(), dropCursor(), indentOnInput(), search({ top: true }), EditorView.lineWrapping, looks,
          languageOf(kind, initial.length), kind === 'text/markdown' ? placeholder('Write here. # makes a heading, - a list, **bold** stands out.') : [],
          keymap.of([...searchKeymap, ...defaultKeymap, ...(kind === 'application/json' ? [indentWithTab] : [])]),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: kind === 'application/json' ? 'false' : 'true', autocapitalize: 'sentences' }),
          writable.current.of(EditorState.readOnly.of(latest.current.readOnly)),
          keeper.extension,
          EditorView.updateListener.of((update) => { if (update.docChanged) latest.current.onText(update.state.doc.toString()); }),
          EditorView.domEventHandlers({
            blur: () => { flush(); },
            paste: (event, at) => taken(event, event.clipboardData, at, latest.current.onFiles),
            drop: (event, at) => taken(event, event.dataTransfer, at, latest.current.onFiles),
            scroll: (_event, at) => {
              if (performance.now() - quiet < 150) return;
              const top = at.lineBlockAtHeight(at.scrollDOM.scrollTop - at.documentPadding.top);
              const line = at.state.doc.lineAt(top.from).number;
              latest.current.onScrollLine(line + Math.max(0, Math.min(1, (at.scrollDOM.scrollTop - at.documentPadding.top - top.top) / top.height)));
            },
          }),
        ],
      }),
    });
    keeper.bind(view);
    viewRef.current = view;
    // The editor may have been fetched for a while: what is stored by now isn't what the page began with.
    latest.current.onText(initial);
    handle.current = {
      flush: () => live?.flush() ?? keeper.flush(),
      arrived: (stored) => { keeper.arrived(stored); },
      text: () => view.state.doc.toString(),
      insert: (text) => { insertBlock(view, text); },
      replaceAll: (text) => { if (!view.state.readOnly) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: 'input' }); },
      run: (name) => { FORMATS[name](view); view.focus(); },
      find: () => { openSearchPanel(view); },
      focus: () => { view.focus(); },
      goTo: (position) => {
        view.dispatch({ selection: EditorSelection.cursor(Math.min(position, view.state.doc.length)), effects: EditorView.scrollIntoView(Math.min(position, view.state.doc.length), { y: 'center' }) });
        view.focus();
      },
      scrollToLine: (line) => {
        quiet = performance.now();
        const whole = Math.max(1, Math.min(view.state.doc.lines, Math.floor(line)));
        const block = view.lineBlockAt(view.state.doc.line(whole).from);
        view.scrollDOM.scrollTop = block.top + view.documentPadding.top + (line - whole) * block.height;
      },
      goLive: (living) => {
        keeper.arrived(living.text());
        living.take(view.state.doc.toString());
        keeper.rest();
        live = living;
        view.dispatch({ effects: keeping.current.reconfigure(living.extension) });
      },
      leaveLive: (stored) => {
        live = null;
        view.dispatch({ effects: keeping.current.reconfigure([history(), keymap.of(historyKeymap)]) });
        keeper.wake(stored);
        keeper.arrived(stored);
      },
    };
    const hidden = (): void => { if (document.visibilityState === 'hidden') flush(); };
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', hidden);
      void keeper.flush().finally(() => { view.destroy(); });
      view.dom.remove();
      handle.current = null;
      viewRef.current = null;
    };
    // The editor is made once a document; the page gives another key to another one.
  }, []);

  useEffect(() => { viewRef.current?.dispatch({ effects: writable.current.reconfigure(EditorState.readOnly.of(props.readOnly)) }); }, [props.readOnly]);

  return <div className="editor-host" ref={host} data-kind={props.kind} />;
}

/** Puts a text where the cursor is, on a line of its own where it is a block. */
function insertBlock(view: EditorView, text: string): void {
  if (view.state.readOnly || text === '') return;
  const { from, to } = view.state.selection.main;
  view.dispatch({ changes: { from, to, insert: text }, selection: EditorSelection.cursor(from + text.length), userEvent: 'input', scrollIntoView: true });
}

function taken(event: Event, data: DataTransfer | null, view: EditorView, onFiles: EditorProps['onFiles']): boolean {
  const files = [...(data?.files ?? [])];
  if (files.length === 0 || view.state.readOnly) return false;
  event.preventDefault();
  if (event instanceof MouseEvent) {
    const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
    if (position !== null) view.dispatch({ selection: EditorSelection.cursor(position) });
  }
  void onFiles(files).then((text) => { insertBlock(view, text); });
  return true;
}
