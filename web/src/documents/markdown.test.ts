// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { rendered, type Surroundings } from './markdown';

function html(markdown: string, to?: Surroundings): string {
  const host = document.createElement('div');
  host.append(rendered(markdown, to));
  return host.innerHTML;
}

test.each([
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)><script>alert(1)</script></svg>', '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))', '[x](JaVaScRiPt:alert(1))', '[x](java&#10;script:alert(1))', '[x](data:text/html;base64,PHNjcmlwdD4=)', '![x](javascript:alert(1))',
  '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)', '<iframe src="//evil"></iframe>', '[x](vbscript:x)', '<form action=//evil><input name=password></form>', '<style>*{}</style>',
  '![x" onerror="alert(1)](https://evil/x.png)', '[[x" onmouseover="alert(1)]]', '[[javascript:alert(1)]]', '`<b onclick=x>`', '[a](attachment:"><script>)', '<math><mtext><table><mglyph><style><img src onerror=alert(1)>',
])('hostile text does nothing: %s', (markdown) => {
  const host = document.createElement('div');
  host.append(rendered(markdown, { document: (target) => `/w/s/d/${encodeURIComponent(target)}`, prefix: 'p-', lines: true }));
  expect(host.querySelectorAll('script, svg, iframe, form, input, style, math, object, embed, base, meta')).toHaveLength(0);
  for (const element of host.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on|^style$|^srcdoc$/);
      if (name === 'href' || name === 'src') expect(value).toMatch(/^(https?:|mailto:|tel:|\/w\/|#|data:image\/png)/);
    }
  }
});

test('HTML is shown as the text that it is', () => { expect(html('a <b>b</b>')).toBe('<p>a &lt;b&gt;b&lt;/b&gt;</p>\n'); });

test('a picture of an attachment waits for its bytes; one from elsewhere becomes a link', () => {
  expect(html('![map](attachment:01890a5d-ac96-774b-bcce-b302099a8000)')).toContain('<img data-attachment="01890a5d-ac96-774b-bcce-b302099a8000" alt="map">');
  expect(html('![map](https://host/x.png)')).toContain('>Picture: map</a>');
  expect(html('![map](img/x.png)', { file: (path) => (path === 'img/x.png' ? 'the-id' : null) })).toContain('data-attachment="the-id"');
});

test('links lead to documents where there is one, and say where there is none', () => {
  const to: Surroundings = { document: (target) => (target === '../b c.md' || target === 'Home' ? '/w/s/d/1' : null) };
  expect(html('[x](../b%20c.md)', to)).toContain('href="/w/s/d/1"');
  expect(html('[[Home|hello]]', to)).toContain('<a href="/w/s/d/1">hello</a>');
  expect(html('[[Nowhere]]', to)).toContain('data-missing="Nowhere"');
  expect(html('[out](https://a.example)', to)).toContain('rel="noopener noreferrer"');
});

test('headings have names of their own, and links within the text find them', () => {
  expect(html('# Über uns\n\n# Über uns\n\n[x](#über-uns)', { prefix: 'in-text-' })).toMatch(/id="in-text-über-uns".*id="in-text-über-uns-1".*href="#in-text-[^"]+"/s);
  expect(html('# content')).not.toContain('id=');
});

test('tasks are shown, front matter isn’t, and blocks know their line', () => {
  const text = html('---\na: b\n---\n# One\n\npara\n\n- [x] done\n- [ ] open', { lines: true });
  expect(text).toContain('☑ done');
  expect(text).toContain('☐ open');
  expect(text).not.toContain('a: b');
  expect([...text.matchAll(/data-line="(\d+)"/g)].map((match) => Number(match[1]))).toEqual([4, 6, 8]);
});
