import { expect, test } from 'vitest';
import { markdownRenderer } from './markdown-renderer.ts';

interface Rendered {
  html: string;
  outline: { level: number; text: string; slug: string }[];
  neutralised: { rawHtml: number; addresses: number };
}

function render(markdown: string): Rendered {
  const outcome = markdownRenderer.handle({ markdown });
  if (outcome.outcome !== 'COMPLETED') throw new Error(JSON.stringify(outcome));
  return outcome.output as Rendered;
}

test('renders CommonMark with tables and task lists', () => {
  const { html } = render('Some **bold** `a<b`\n\n- [x] done\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n');
  expect(html).toContain('<strong>bold</strong> <code>a&lt;b</code>');
  expect(html).toContain('type="checkbox"');
  expect(html).toContain('<td align="right">1</td>');
});

test('outlines the headings with levels and unique slugs', () => {
  const { outline, html } = render(
    '# Über *Muster* & Co.\n\n## Set up 1\n\n## Set up\n\n## Set up\n\n## Set up\n\n### `npm start`\n\n# ???\n',
  );
  expect(outline).toEqual([
    { level: 1, text: 'Über Muster & Co.', slug: 'über-muster-co' },
    { level: 2, text: 'Set up 1', slug: 'set-up-1' },
    { level: 2, text: 'Set up', slug: 'set-up' },
    { level: 2, text: 'Set up', slug: 'set-up-2' },
    { level: 2, text: 'Set up', slug: 'set-up-3' },
    { level: 3, text: 'npm start', slug: 'npm-start' },
    { level: 1, text: '???', slug: 'section' },
  ]);
  expect(html).toContain('<h2 id="set-up-2">Set up</h2>');
  expect(html).toContain('<em>Muster</em>');
});

test('keeps web links, mail links, anchors and relative paths', () => {
  const { html, neutralised } = render(
    '[a](https://example.com/?a=1&b=2 "t") [b](mailto:a@b.example) [c](#set-up) [d](docs/x.md) ![e](a.png)',
  );
  expect(html).toContain('href="https://example.com/?a=1&amp;b=2" title="t"');
  expect(html).toContain('href="mailto:a@b.example"');
  expect(html).toContain('href="#set-up"');
  expect(html).toContain('href="docs/x.md"');
  expect(html).toContain('<img src="a.png" alt="e"');
  expect(neutralised).toEqual({ rawHtml: 0, addresses: 0 });
});

// What a browser would run, were it let through: tags, handlers, and schemes in all their disguises.
test.each([
  '<script>alert(1)</script>',
  'text <img src=x onerror=alert(1)> text',
  '<iframe src="https://example.com"></iframe>',
  '<!-- --><svg/onload=alert(1)>',
  '# <b onclick="x()">Heading</b>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\u0002script:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](\u0001javascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](javascript&#58;alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '![x](data:image/svg+xml,<svg onload=alert(1)>)',
  '![x" onerror="alert(1)](https://example.com/a.png)',
  '[x](https://example.com/" onclick="alert(1))',
  '[x](https://example.com "t\\" onclick=\\"alert(1)")',
  '<javascript:alert(1)>',
  '[x]\n\n[x]: javascript:alert(1)',
  '```"><script>alert(1)</script>\ncode\n```',
])('neutralises %j', (markdown) => {
  const { html } = render(markdown);
  const tags = html.match(/<[^>]*>/g) ?? [];
  for (const tag of tags) {
    expect(tag).toMatch(/^<\/?(?:p|a|img|h1|pre|code|em)\b/);
    // The attribute values are quoted and hold no quotes, so what is left are names.
    const names = tag.replace(/="[^"]*"/g, '=');
    expect(names).toMatch(/^<\/?[a-z\d]+(?: [a-z]+=)*>$/);
    const address = /(?:href|src)="([^"]*)"/.exec(tag)?.[1];
    if (address !== undefined)
      expect(asBrowserReads(address)).not.toMatch(/^(?:javascript|vbscript|data):/);
  }
});

/** The scheme as a browser would see it: references decoded, control characters and spaces dropped. */
function asBrowserReads(attribute: string): string {
  return (
    attribute
      .replace(/&#(\d+);?/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replace(/&colon;/g, ':')
      .replace(/&amp;/g, '&')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what browsers skip
      .replace(/[\u0000-\u0020]/g, '')
      .toLowerCase()
  );
}

test('counts what it neutralised', () => {
  expect(render('<b>x</b> [y](javascript:z)').neutralised).toEqual({ rawHtml: 2, addresses: 1 });
});

test('refuses a result beyond what Muster takes', () => {
  expect(markdownRenderer.handle({ markdown: '"'.repeat(300_000) })).toEqual({
    outcome: 'REJECTED',
    message: expect.stringContaining('1 MiB'),
  });
});

test('asks for a document when there is none', () => {
  expect(markdownRenderer.handle({ markdown: ' \n' })).toMatchObject({
    outcome: 'RESUBMISSION_REQUIRED',
  });
});
