import { Marked, type RendererObject } from 'marked';
import { completed, defineAgent, MAX_TEXT_LENGTH, type Outcome, resubmit } from '../agent.ts';

interface MarkdownInputs {
  markdown: string;
}

export const markdownRenderer = defineAgent<MarkdownInputs>({
  name: 'markdown-renderer',
  description:
    'Renders Markdown (CommonMark with GitHub tables, task lists and strikethrough) to HTML that is safe to show, with an outline of its headings. Raw HTML in the source is shown as text, never executed.',
  skills: [
    {
      name: 'render Markdown to HTML',
      description: 'Convert a Markdown document, README or release notes into an HTML page',
    },
    {
      name: 'document outline',
      description: 'Table of contents of a Markdown document: headings with levels and slugs',
    },
  ],
  capacity: 4,
  inputSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A document to render',
    type: 'object',
    required: ['markdown'],
    properties: {
      markdown: {
        title: 'Markdown',
        description: 'The Markdown source of the document',
        type: 'string',
        contentMediaType: 'text/markdown',
        minLength: 1,
        maxLength: MAX_TEXT_LENGTH,
      },
    },
  },
  work: renderMarkdown,
});

interface Heading {
  level: number;
  text: string;
  /** The heading's id in the HTML, unique within the document. */
  slug: string;
}

interface Neutralised {
  /** Pieces of raw HTML that are now shown as text. */
  rawHtml: number;
  /** Links and images whose address was dropped, such as `javascript:`. */
  addresses: number;
}

function renderMarkdown({ markdown }: MarkdownInputs): Outcome {
  if (markdown.trim() === '') return resubmit('`markdown` is blank; please send a document.');
  const outline: Heading[] = [];
  const neutralised: Neutralised = { rawHtml: 0, addresses: 0 };
  const marked = new Marked({ gfm: true, async: false });
  marked.use({ renderer: safeRenderer(outline, neutralised) });
  const html = marked.parse(markdown.replace(/^\uFEFF/, ''), { async: false });
  return completed({ html, outline, title: outline[0]?.text ?? null, neutralised });
}

/**
 * marked passes raw HTML and any address through. Here HTML is escaped, and links and images keep
 * their address only when its scheme can run nothing; all else marked escapes itself.
 */
function safeRenderer(outline: Heading[], neutralised: Neutralised): RendererObject {
  const slugs = new Map<string, number>();
  const safeOrCounted = (href: string, isSafe: (scheme: string) => boolean): string | undefined => {
    const address = safeAddress(href, isSafe);
    if (address === undefined) neutralised.addresses += 1;
    return address;
  };
  return {
    html({ text }) {
      neutralised.rawHtml += 1;
      return escapeHtml(text);
    },
    heading({ tokens, depth }) {
      const text = plainText(this.parser.parseInline(tokens, this.parser.textRenderer));
      const slug = uniqueSlug(text, slugs);
      outline.push({ level: depth, text, slug });
      return `<h${depth} id="${slug}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    link({ href, title, tokens }) {
      const text = this.parser.parseInline(tokens);
      const address = safeOrCounted(href, (scheme) => /^(?:https?|mailto):$/.test(scheme));
      if (address === undefined) return text;
      return `<a href="${address}"${titleAttribute(title)} rel="nofollow noopener noreferrer">${text}</a>`;
    },
    image({ href, title, text }) {
      const address = safeOrCounted(href, (scheme) => /^https?:$/.test(scheme));
      if (address === undefined) return escapeHtml(text);
      return `<img src="${address}" alt="${escapeHtml(text)}"${titleAttribute(title)} loading="lazy" referrerpolicy="no-referrer">`;
    },
  };
}

const titleAttribute = (title: string | null | undefined): string =>
  title ? ` title="${escapeHtml(title)}"` : '';

/**
 * The address escaped for an attribute, or undefined. Browsers skip control characters and spaces
 * before they read a scheme, so the test does too; and `&` is escaped whatever follows it, so that
 * `javascript&colon;` stays the odd relative path it was written as.
 */
function safeAddress(href: string, isSafe: (scheme: string) => boolean): string | undefined {
  const address = href.replaceAll('&amp;', '&');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters browsers skip
  const bare = address.replace(/[\u0000-\u0020\u007f]/g, '').toLowerCase();
  const scheme = /^[^/?#]*?:/.exec(bare)?.[0];
  return scheme === undefined || isSafe(scheme) ? escapeHtml(address) : undefined;
}

const HTML_ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => HTML_ESCAPES[character] ?? character);

/** Back from marked's escaped text to plain text, for the outline. */
function plainText(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}

/** GitHub's rule: lower case, letters and digits of any script, spaces to hyphens, -1, -2 … for repeats. */
function uniqueSlug(text: string, copies: Map<string, number>): string {
  const base =
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s+/g, '-') || 'section';
  let slug = base;
  let copy = copies.get(base) ?? 0;
  // A heading "Set up 1" may have taken what the second "Set up" would get.
  for (; copies.has(slug); slug = `${base}-${copy}`) copy += 1;
  copies.set(base, copy).set(slug, copies.get(slug) ?? 0);
  return slug;
}
