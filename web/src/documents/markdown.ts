import DOMPurify from 'dompurify';
import { Marked } from 'marked';

const FRONT_MATTER = /^---\r?\n(?=[\w-]+ *:)[\s\S]*?\n---\r?(\n|$)/;
const FETCHED = /^(data:image\/|blob:)/i;
const LEADS_SOMEWHERE = /^(https?:|mailto:|tel:|#\/)/i;

const marked = new Marked({
  gfm: true,
  // Elements that take input are removed below: a task's box is a character here.
  renderer: {
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    // HTML is shown as the text that it is, here as on the pages behind share links.
    html: ({ text }) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`),
  },
});

/** Markdown as elements. The sanitiser is the second wall: marked makes nothing that it would have to take away. */
export function rendered(markdown: string): DocumentFragment {
  const html = marked.parse(markdown.replace(FRONT_MATTER, ''), { async: false });
  const fragment = DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'dialog', 'audio', 'video', 'source', 'track', 'picture', 'map', 'area'],
    FORBID_ATTR: ['style', 'class', 'id', 'name', 'srcset', 'background', 'poster', 'autofocus', 'tabindex', 'popover', 'slot'],
    RETURN_DOM_FRAGMENT: true,
  });
  fragment.querySelectorAll('img').forEach(harmless);
  fragment.querySelectorAll('a[href]').forEach((link) => {
    const href = link.getAttribute('href') ?? '';
    // A path that is relative to a file, or a heading of the text, isn't a place that this page could show.
    if (!LEADS_SOMEWHERE.test(href)) link.removeAttribute('href');
    else if (!href.startsWith('#')) link.setAttribute('rel', 'noopener noreferrer');
  });
  return fragment;
}

/** A picture from elsewhere would tell its host who reads: a link takes its place. */
function harmless(image: HTMLImageElement): void {
  const address = image.getAttribute('src') ?? '';
  if (FETCHED.test(address)) return;
  const text = `Picture: ${image.alt === '' ? address : image.alt}`;
  const link = document.createElement(/^https?:/i.test(address) ? 'a' : 'span');
  link.textContent = text;
  if (link instanceof HTMLAnchorElement) link.href = address;
  // Inside of a link there can be no other one.
  image.replaceWith(image.closest('a') === null ? link : document.createTextNode(text));
}
