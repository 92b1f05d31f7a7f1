/**
 * Markdown as elements: the one way on which people's text becomes markup. HTML in it is shown as text, marked makes the elements, DOMPurify takes away
 * what could still do something, and what leads somewhere is set by us afterwards.
 */
import DOMPurify from 'dompurify';
import { Marked, type Token } from 'marked';

export interface Surroundings {
  /** Where a link to another document leads (`../notes.md#part`, or a title in `[[…]]`); null where there is none of that name. */
  document?: (target: string) => string | null;
  /** Which attachment a picture's relative address means (`images/map.png`); null where none is meant. */
  file?: (path: string) => string | null;
  /** Stands before the ids of headings, so that none is an id of the page's. */
  prefix?: string;
  /** Whether each block carries the line of the source on which it begins, as `data-line`. */
  lines?: boolean;
}

const FRONT_MATTER = /^---\r?\n(?=[\w-]+ *:)[\s\S]*?\n---\r?(\n|$)/;
const FETCHED = /^(data:image\/(?!svg)|blob:)/i;
const LEADS_AWAY = /^(https?:|mailto:|tel:)/i;
const ATTACHMENT = /^attachment:([0-9a-f-]{36})$/i;
/** How a link within the app travels through the sanitiser: as a fragment that names its target. */
const TO_DOCUMENT = '#/document/';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

const marked = new Marked({
  gfm: true,
  extensions: [{
    name: 'wiki',
    level: 'inline',
    start: (source: string) => source.indexOf('[['),
    tokenizer(source: string) {
      const found = /^\[\[([^\][|\n]{1,500})(?:\|([^\][\n]{1,500}))?\]\]/.exec(source);
      return found === null ? undefined : { type: 'wiki', raw: found[0], target: (found[1] ?? '').trim(), text: (found[2] ?? found[1] ?? '').trim() };
    },
    renderer: (token) => `<a href="${TO_DOCUMENT}${encodeURIComponent(String(token['target']))}">${escaped(String(token['text']))}</a>`,
  }],
  renderer: {
    // Elements that take input are removed below: a task's box is a character here.
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    // HTML is shown as the text that it is, here as on the pages behind share links.
    html: ({ text }) => escaped(text),
    image({ href, text }) {
      const id = ATTACHMENT.exec(href)?.[1];
      return id === undefined ? `<img src="${escaped(href)}" alt="${escaped(text)}">` : `<img data-attachment="${id.toLowerCase()}" alt="${escaped(text)}">`;
    },
    link({ href, tokens }) {
      const id = ATTACHMENT.exec(href)?.[1];
      const words = this.parser.parseInline(tokens);
      return id === undefined ? `<a href="${escaped(href)}">${words}</a>` : `<a data-attachment="${id.toLowerCase()}" href="#">${words}</a>`;
    },
  },
});

export const withoutFrontMatter = (markdown: string): string => markdown.replace(FRONT_MATTER, '');

/** Markdown as elements, none of which does anything by itself. */
export function rendered(markdown: string, to: Surroundings = {}): DocumentFragment {
  const body = withoutFrontMatter(markdown);
  const tokens = marked.lexer(body);
  const firstLine = to.lines === true ? markdown.slice(0, markdown.length - body.length).split('\n').length : 1;
  const html = to.lines === true ? blocks(tokens) : marked.parser(tokens);
  const fragment = DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'dialog', 'audio', 'video', 'source', 'track', 'picture', 'map', 'area'],
    FORBID_ATTR: ['style', 'class', 'id', 'name', 'srcset', 'background', 'poster', 'autofocus', 'tabindex', 'popover', 'slot'],
    RETURN_DOM_FRAGMENT: true,
  });
  if (to.lines === true) numbered(fragment, tokens, firstLine);
  fragment.querySelectorAll('img').forEach((image) => { harmless(image, to); });
  fragment.querySelectorAll('a').forEach((link) => { led(link, to); });
  fragment.querySelectorAll('li').forEach((item) => { if (/^[☐☑]/u.test(item.textContent)) item.dataset['task'] = ''; });
  if (to.prefix !== undefined) named(fragment, to.prefix);
  return fragment;
}

const shown = (tokens: Token[]): Token[] => tokens.filter((token) => token.type !== 'space' && token.type !== 'def');

const blocks = (tokens: Token[]): string => shown(tokens).map((token) => `<div>${marked.parser([token])}</div>`).join('');

/** Writes on each block where it begins in the source. */
function numbered(fragment: DocumentFragment, tokens: Token[], firstLine: number): void {
  let line = firstLine;
  let at = 0;
  for (const token of tokens) {
    if (token.type !== 'space' && token.type !== 'def') {
      const block = fragment.children[at++];
      if (block instanceof HTMLElement) block.dataset['line'] = String(line);
    }
    for (let index = token.raw.indexOf('\n'); index !== -1; index = token.raw.indexOf('\n', index + 1)) line++;
  }
}

/** A picture from elsewhere would tell its host who reads: a link takes its place. */
function harmless(image: HTMLImageElement, to: Surroundings): void {
  const address = image.getAttribute('src') ?? '';
  if (image.dataset['attachment'] !== undefined) { image.removeAttribute('src'); return; }
  if (FETCHED.test(address)) return;
  const attachment = /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(address) ? null : (to.file?.(decoded(address)) ?? null);
  if (attachment !== null) {
    image.removeAttribute('src');
    image.dataset['attachment'] = attachment;
    return;
  }
  const text = `Picture: ${image.alt === '' ? address : image.alt}`;
  const link = document.createElement(/^https?:/i.test(address) ? 'a' : 'span');
  link.textContent = text;
  if (link instanceof HTMLAnchorElement) link.href = address;
  // Inside of a link there can be no other one.
  image.replaceWith(image.closest('a') === null ? link : document.createTextNode(text));
}

/** Lets a link lead where it may: away in a window of its own, to another document of the app, to a heading of the same text, or nowhere. */
function led(link: HTMLAnchorElement, to: Surroundings): void {
  const href = link.getAttribute('href') ?? '';
  if (link.dataset['attachment'] !== undefined) return;
  if (LEADS_AWAY.test(href)) {
    link.setAttribute('rel', 'noopener noreferrer');
    link.setAttribute('target', '_blank');
    return;
  }
  link.removeAttribute('href');
  if (href.startsWith('#') && !href.startsWith(TO_DOCUMENT)) {
    if (to.prefix !== undefined && href.length > 1) link.setAttribute('href', `#${to.prefix}${slug(decoded(href.slice(1)))}`);
    return;
  }
  if (href === '' || /^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith('//') || to.document === undefined) return;
  const target = decoded(href.startsWith(TO_DOCUMENT) ? href.slice(TO_DOCUMENT.length) : href);
  const address = to.document(target);
  if (address === null) link.dataset['missing'] = target;
  else link.setAttribute('href', address);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A heading's name in addresses. */
export const slug = (text: string): string => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s+/g, '-');

function named(fragment: DocumentFragment, prefix: string): void {
  const taken = new Map<string, number>();
  fragment.querySelectorAll('h1, h2, h3, h4, h5, h6').forEach((heading) => {
    const name = slug(heading.textContent);
    const times = taken.get(name) ?? 0;
    taken.set(name, times + 1);
    heading.id = `${prefix}${times === 0 ? name : `${name}-${times}`}`;
  });
}
