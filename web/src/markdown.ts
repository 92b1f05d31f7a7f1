import DOMPurify from 'dompurify';
import { marked } from 'marked';

const FRONT_MATTER = /^---\r?\n[\s\S]*?\r?\n---(\r?\n|$)/;

/** Markdown as elements: whatever could run or reach out of the page is gone. */
export function rendered(markdown: string): DocumentFragment {
  const html = marked.parse(markdown.replace(FRONT_MATTER, ''), { async: false, gfm: true });
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select'],
    FORBID_ATTR: ['style'],
    RETURN_DOM_FRAGMENT: true,
  });
}
