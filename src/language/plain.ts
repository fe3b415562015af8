/** What Discord makes bold, a link, a heading, a quote, a list or a mention of. */
const MARKDOWN = /[*_~`|<>[\]()\\#@]/g;
/** What begins a bare link: without it, Discord sees words. */
const SCHEME = /:\/\//g;
/**
 * Marks that turn the direction of what follows, and characters that nobody sees; the joiner of emoji stays.
 */
const HIDDEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
/** Line ends, tabs and other controls: a heading or a quote of one's own begins with a line. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/** Half a character: what a client, or a careless cut, left of one of two units. */
const HALVES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * What a member wrote, as words: nothing in it can become markdown, a link, a mention, a line or another
 * direction.
 */
export const plainWords = (written: string): string => strip(written, MARKDOWN);

/**
 * A sentence that may quote members' words, likewise; brackets of the sentence stay, as links need the square
 * ones.
 */
export const plainSentence = (sentence: string): string => strip(sentence, /[*_~`|<>[\]\\#@]/g);

const strip = (text: string, marks: RegExp): string =>
  text
    .replace(HIDDEN, '')
    .replace(BREAKS, ' ')
    .replace(marks, '')
    .replace(SCHEME, ' ')
    .replace(HALVES, '\ufffd')
    .replace(/ {2,}/g, ' ')
    .trim();

/** The beginning of a text, of at most `most` UTF-16 units; characters of two units stay whole. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return text.slice(0, most).replace(/[\ud800-\udbff]$|\u200d$/, '');
}

/** Most characters of a message. */
const MESSAGE = 2000;

/** The text of a message as Discord takes it, whatever it was put together from. */
export const messageText = (content: string): string =>
  cut(content.replace(HIDDEN, '').replace(HALVES, '\ufffd'), MESSAGE);
