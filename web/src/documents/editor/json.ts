/** JSON as people edit it: laid out without touching a value (numbers keep their digits, keys their order), and the place of an error in words. */

export interface Fault { message: string; line: number; column: number; position: number }

/** What is wrong with a text as JSON; null where nothing is. */
export function faultOf(text: string): Fault | null {
  if (text.trim() === '') return null;
  try {
    JSON.parse(text);
    return null;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    const place = /position (\d+)/.exec(words);
    const lineAndColumn = /line (\d+) column (\d+)/.exec(words);
    const position = place !== null ? Number(place[1]) : lineAndColumn !== null ? offset(text, Number(lineAndColumn[1]), Number(lineAndColumn[2])) : text.trimEnd().length;
    const before = text.slice(0, position);
    return { message: plain(text, position), position, line: before.split('\n').length, column: position - before.lastIndexOf('\n') };
  }
}

function offset(text: string, line: number, column: number): number {
  let at = 0;
  for (let number = 1; number < line; number++) at = text.indexOf('\n', at) + 1;
  return at + column - 1;
}

function plain(text: string, position: number): string {
  const rest = text.slice(position).trimStart();
  if (rest === '') return 'The text ends too early: something is still open.';
  const found = rest[0] ?? '';
  if (found === "'") return 'Texts stand in double quotes in JSON.';
  if ((found === '}' || found === ']') && text.slice(0, position).trimEnd().endsWith(',')) return 'There is a comma too many before this.';
  return `“${[...rest][0] ?? ''}” can’t stand here.`;
}

/** The same JSON, indented by two. Throws where it isn't JSON. */
export function laidOut(text: string): string {
  JSON.parse(text);
  let out = '';
  let depth = 0;
  const line = (): void => { out += `\n${'  '.repeat(depth)}`; };
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  const parts = text.match(token) ?? [];
  parts.forEach((part, index) => {
    const next = parts[index + 1];
    if (part === '{' || part === '[') {
      out += part;
      depth++;
      if (next !== '}' && next !== ']') line();
    } else if (part === '}' || part === ']') {
      depth--;
      const before = parts[index - 1];
      if (before !== '{' && before !== '[') line();
      out += part;
    } else if (part === ',') {
      out += part;
      line();
    } else {
      out += part === ':' ? ': ' : part;
    }
  });
  return `${out}\n`;
}
