/**
 * Discord's markdown as templates. marked splits the text; every piece of it becomes text of a template,
 * never HTML, so that nothing written in a message can run.
 *
 * @import { Token, Tokens, TokenizerAndRendererExtension } from 'marked'
 */
import { html, nothing } from 'lit-html';
import { Marked } from 'marked';
import { isSafeLink } from './addresses.js';
import { nameOf, state, titleOf } from './state.js';
import { writeTime } from './time.js';

/**
 * An inline extension that is found by a pattern.
 *
 * @param {string} name
 * @param {string} start
 * @param {RegExp} pattern anchored at the start
 * @param {boolean} [hasInner] whether its first group is markdown too
 * @returns {TokenizerAndRendererExtension}
 */
const inline = (name, start, pattern, hasInner = false) => ({
  name,
  level: 'inline',
  start: source => {
    const index = source.indexOf(start);
    return index < 0 ? undefined : index;
  },
  tokenizer(source) {
    const match = pattern.exec(source);
    if (match === null) return undefined;
    const tokens = hasInner ? this.lexer.inlineTokens(match[1]) : [];
    return { type: name, raw: match[0], groups: match.slice(1), tokens };
  },
});

/** Small print: a line that begins with `-#`. @type {TokenizerAndRendererExtension} */
const subtext = {
  name: 'subtext',
  level: 'block',
  start: source => /^-# /m.exec(source)?.index,
  tokenizer(source) {
    const match = /^-# (.+)(?:\n|$)/.exec(source);
    if (match === null) return undefined;
    return { type: 'subtext', raw: match[0], tokens: this.lexer.inline(match[1]) };
  },
};

const marked = new Marked({ gfm: true, breaks: true }).use({
  extensions: [
    subtext,
    inline('underline', '__', /^__(?=\S)([\s\S]*?\S)__(?!_)/, true),
    inline('spoiler', '||', /^\|\|([\s\S]+?)\|\|/, true),
    inline('user', '<@', /^<@!?(\d+)>/),
    inline('channel', '<#', /^<#(\d+)>/),
    inline('command', '</', /^<\/([^:>]+):\d+>/),
    inline('timestamp', '<t:', /^<t:(-?\d+)(?::([tTdDfFR]))?>/),
    inline('emoji', '<', /^<a?:(\w+):\d+>/),
  ],
  // Discord knows no HTML, no indented code and no tables.
  tokenizer: {
    html: () => undefined,
    tag: () => undefined,
    code: () => undefined,
    table: () => undefined,
    lheading: () => undefined,
    def: () => undefined,
  },
});

const language = () => state.locale || state.people.get(state.me)?.locale || 'en-US';

/** @param {string} seconds @param {string} style */
function timestamp(seconds, style) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return html`${seconds}`;
  const full = writeTime(date, 'F', language());
  return html`<time class="timestamp" datetime=${date.toISOString()} title=${full}>${writeTime(date, style, language())}</time>`;
}

/** @param {Tokens.Link} token */
function link({ href, tokens }) {
  if (!isSafeLink(href)) return html`${inner(tokens)}`;
  return html`<a href=${href} target="_blank" rel="noreferrer noopener">${inner(tokens)}</a>`;
}

/** @param {Tokens.List} list */
function list({ ordered, start, items }) {
  const entries = items.map(({ tokens }) => html`<li>${inner(tokens)}</li>`);
  return ordered ? html`<ol start=${start || 1}>${entries}</ol>` : html`<ul>${entries}</ul>`;
}

/** @type {Record<string, (token: any) => unknown>} */
const SHOWN = {
  space: () => nothing,
  paragraph: ({ tokens }) => html`<p>${inner(tokens)}</p>`,
  heading: ({ depth, tokens }) => html`<p class="heading heading-${Math.min(depth, 3)}">${inner(tokens)}</p>`,
  subtext: ({ tokens }) => html`<p class="subtext">${inner(tokens)}</p>`,
  blockquote: ({ tokens }) => html`<blockquote>${inner(tokens)}</blockquote>`,
  list,
  code: ({ text }) => html`<pre><code>${text}</code></pre>`,
  hr: ({ raw }) => html`<p>${raw}</p>`,
  text: ({ tokens, text }) => (tokens ? inner(tokens) : decode(text)),
  escape: ({ text }) => decode(text),
  strong: ({ tokens }) => html`<strong>${inner(tokens)}</strong>`,
  em: ({ tokens }) => html`<em>${inner(tokens)}</em>`,
  del: ({ tokens }) => html`<s>${inner(tokens)}</s>`,
  codespan: ({ text }) => html`<code>${text}</code>`,
  br: () => html`<br />`,
  link,
  image: ({ text }) => text,
  underline: ({ tokens }) => html`<u>${inner(tokens)}</u>`,
  spoiler: ({ tokens }) => html`<span class="spoiler" tabindex="0">${inner(tokens)}</span>`,
  user: ({ groups: [id] }) =>
    html`<span class="mention ${id === state.me ? 'mine' : ''}">@${nameOf(id)}</span>`,
  channel: ({ groups: [id] }) =>
    html`<a class="mention" href="#${id}">#${titleOf(state.channels.get(id)) || 'unknown'}</a>`,
  command: ({ groups: [name] }) => html`<span class="mention">/${name}</span>`,
  timestamp: ({ groups: [seconds, style = 'f'] }) => timestamp(seconds, style),
  emoji: ({ groups: [name] }) => `:${name}:`,
};

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** Some versions of marked escape text; templates do that themselves. @param {string} text */
const decode = text =>
  text.replaceAll(
    /&(?:amp|lt|gt|quot|#39);/g,
    entity => ENTITIES[/** @type {keyof typeof ENTITIES} */ (entity)],
  );

/** @param {Token[] | undefined} tokens @returns {unknown[]} */
const inner = (tokens = []) => tokens.map(token => (SHOWN[token.type] ?? (({ raw }) => raw))(token));

/** @param {string | null | undefined} text */
export const markdown = text => (text ? inner(marked.lexer(text)) : nothing);

/** The same within one line. @param {string | null | undefined} text */
export const inlineMarkdown = text => (text ? inner(marked.Lexer.lexInline(text, marked.defaults)) : nothing);
