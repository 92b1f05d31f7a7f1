import { expect, test } from 'vitest';
import css from './tokens.css?raw';

type Theme = 0 | 1;
const COLOURS = new Map([...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name = '', light = '', dark = '']) => [name, [light, dark] as const]));

/** Relative luminance and contrast ratio (WCAG 2.2, 'relative luminance', 'contrast ratio'). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(text: string, ground: string, theme: Theme): number {
  const [a, b] = [text, ground].map((name) => luminance(COLOURS.get(name)?.[theme] ?? ''));
  const [light = Number.NaN, dark = Number.NaN] = [Math.max(a ?? 0, b ?? 0), Math.min(a ?? 0, b ?? 0)];
  return (light + 0.05) / (dark + 0.05);
}

const TEXT: [string, string[]][] = [
  ['ink', ['ground', 'surface', 'raised', 'sunken', 'hover', 'chosen', 'mark', 'added', 'removed']],
  ['quiet', ['ground', 'surface', 'raised', 'sunken', 'hover']],
  ['accent', ['ground', 'surface', 'raised', 'chosen']],
  ['on-accent', ['accent', 'accent-hover']],
  ['danger', ['ground', 'surface', 'raised', 'danger-ground']],
  ['warn', ['ground', 'surface', 'warn-ground']],
  ['good', ['ground', 'surface']],
];

test.each([['light', 0], ['dark', 1]] as const)('text is readable in the %s theme: 4.5 to 1 at least', (_name, theme) => {
  const weak = TEXT.flatMap(([text, grounds]) => grounds.map((ground) => ({ text, ground, ratio: ratio(text, ground, theme) }))).filter((pair) => !(pair.ratio >= 4.5));
  expect(weak).toEqual([]);
});

test.each([['light', 0], ['dark', 1]] as const)('the edges of fields and the focus ring are seen in the %s theme: 3 to 1 at least', (_name, theme) => {
  const weak = [['line-strong', 'ground'], ['line-strong', 'surface'], ['accent', 'ground'], ['accent', 'surface'], ['accent', 'raised']].map(([edge = '', ground = '']) => ({ edge, ground, ratio: ratio(edge, ground, theme) })).filter((pair) => !(pair.ratio >= 3));
  expect(weak).toEqual([]);
});
