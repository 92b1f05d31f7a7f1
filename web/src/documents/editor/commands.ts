/** What the keyboard does to Markdown. Each is a command of the editor: it changes the selection's text and can be undone. */
import { EditorSelection, type StateCommand } from '@codemirror/state';

/** Puts marks around the selection, or takes them away where they are. */
export const wrap = (mark: string): StateCommand => ({ state, dispatch }) => {
  if (state.readOnly) return false;
  dispatch(state.update(state.changeByRange((range) => {
    const { from, to } = range.empty ? (state.wordAt(range.head) ?? range) : range;
    const length = mark.length;
    const inside = state.sliceDoc(from, to);
    if (to - from >= 2 * length && inside.startsWith(mark) && inside.endsWith(mark)) {
      return { changes: [{ from, to: from + length }, { from: to - length, to }], range: EditorSelection.range(from, to - 2 * length) };
    }
    if (from >= length && state.sliceDoc(from - length, from) === mark && state.sliceDoc(to, to + length) === mark) {
      return { changes: [{ from: from - length, to: from }, { from: to, to: to + length }], range: EditorSelection.range(from - length, to - length) };
    }
    return { changes: [{ from, insert: mark }, { from: to, insert: mark }], range: EditorSelection.range(from + length, to + length) };
  }), { scrollIntoView: true, userEvent: 'input' }));
  return true;
};

/** `[text](address)` around the selection; the address is chosen, to be written. */
export const link: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  dispatch(state.update(state.changeByRange((range) => {
    const text = state.sliceDoc(range.from, range.to);
    const isAddress = /^https?:\/\/\S+$/.test(text);
    const insert = isAddress ? `[](${text})` : `[${text}](https://)`;
    const at = range.from + 1 + (isAddress ? 0 : text.length + 2);
    return { changes: { from: range.from, to: range.to, insert }, range: isAddress ? EditorSelection.cursor(at) : EditorSelection.range(at, at + 8) };
  }), { scrollIntoView: true, userEvent: 'input' }));
  return true;
};

/** Writes a mark at the beginning of each line of the selection, in the place of the one that is there; a second time takes it away. */
export const lineMark = (mark: string): StateCommand => ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const { from, to } = state.selection.main;
  const lines = [];
  for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
    lines.push(line);
    if (line.to >= to || line.number === state.doc.lines) break;
  }
  const off = lines.every((line) => line.text.startsWith(mark));
  const changes = lines.map((line) => ({ from: line.from, to: line.from + (/^(#{1,6} |[-*+] (\[[ xX]\] )?|\d+\. |> )/.exec(line.text)?.[0].length ?? 0), insert: off ? '' : mark }));
  dispatch(state.update({ changes, scrollIntoView: true, userEvent: 'input' }));
  return true;
};
