import { beforeEach, expect, test } from 'vitest';

/** A module of the page: plain JavaScript, which has types of its own. */
const load = (file: string) => import(new URL(`../../src/playground/page/${file}`, import.meta.url).href);

const { local, isSafeLink } = await load('addresses.js');
const { runnables } = await load('commands.js');
const { markdown } = await load('markdown.js');
const { receive } = await load('receive.js');
const { state } = await load('state.js');
const { sendable } = await load('suggestions.js');
const { writeTime } = await load('time.js');

interface Template {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

/** What a template says as HTML of the page's own, and as text that becomes no HTML. */
function read(shown: unknown): { html: string; text: string } {
  if (Array.isArray(shown)) {
    const parts = shown.map(read);
    return { html: parts.map(({ html }) => html).join(''), text: parts.map(({ text }) => text).join('') };
  }
  if (typeof shown !== 'object' || shown === null) return { html: '', text: String(shown) };
  const { strings, values } = shown as Template;
  const inner = read(values);
  return { html: strings.join('') + inner.html, text: inner.text };
}

beforeEach(() => {
  Object.assign(state, {
    me: 'ada',
    channelId: 'pictures',
    threadId: '',
    unread: {},
    people: new Map([['7', { id: '7', name: 'Ada', locale: 'en-US' }]]),
    channels: new Map([['pictures', { id: 'pictures', type: 0, name: 'pictures' }]]),
    messages: new Map(),
  });
});

test('Discord’s markdown is shown: bold, small print, code and mentions.', () => {
  const { html, text } = read(markdown('<@7> **horse → zebra** `from`\n-# seed 5'));
  for (const tag of ['<strong>', '<code>', '<p class="subtext">', '<span class="mention'])
    expect(html).toContain(tag);
  expect(text).toContain('Ada');
  expect(text).toContain('seed 5');
});

test('HTML in a message stays text, and links that run something lead nowhere.', () => {
  const { html, text } = read(
    markdown('<img src=x onerror=alert(1)> <b>a</b> [press](javascript:alert(2)) [go](https://example.org)'),
  );
  expect(html).not.toMatch(/<img|<b>/);
  expect(text).toContain('<img src=x onerror=alert(1)>');
  expect(text).not.toContain('javascript:');
  expect(html.match(/<a /g)).toHaveLength(1);
  expect(isSafeLink('javascript:alert(1)')).toBe(false);
});

test('Files of the playground are fetched from where the page is, others from where they are.', () => {
  expect(local('http://127.0.0.1:8787/cdn/a.png?ex=1')).toBe('/cdn/a.png?ex=1');
  expect(local('https://example.org/a.png')).toBe('https://example.org/a.png');
});

test('Moments are written in the language, and as far as they are away.', () => {
  expect(writeTime(new Date(Date.now() + 300_500), 'R', 'en')).toBe('in 5 minutes');
  expect(writeTime(new Date(Date.now() - 7_200_500), 'R', 'de')).toBe('vor 2 Stunden');
  expect(writeTime(new Date(2026, 0, 31, 12), 'D', 'fr')).toBe('31 janvier 2026');
});

test('Sub-commands are run by their full names, and message commands are not among them.', () => {
  const sub = (name: string) => ({ type: 1, name, description: `${name}!` });
  const commands = [
    { type: 1, name: 'limits', description: '', options: [sub('show'), sub('set')] },
    { type: 1, name: 'help', description: 'Help' },
    { type: 3, name: 'Edit this image…', description: '' },
  ];
  expect(runnables(commands).map(({ name }: { name: string }) => name)).toEqual([
    'limits show',
    'limits set',
    'help',
  ]);
});

test('Files of options are sent beside the values, which name them by number.', () => {
  const file = new File(['x'], 'a.png');
  const { values, files } = sendable({
    steps: { shown: '5', value: 5 },
    image: { shown: 'a.png', value: file },
  });
  expect(values).toEqual({ steps: 5, image: { file: 0 } });
  expect(files).toEqual([file]);
});

const message = (channel: string, change: object = {}) => ({
  type: 'message',
  isNew: true,
  message: { id: '1', channel_id: channel, author: { id: 'bot' }, mentions: [], ...change },
});

test('What comes elsewhere counts as unread, and as a ping where it names the user; what is seen does not.', () => {
  receive(message('lounge'));
  receive(message('lounge', { id: '2', mentions: [{ id: 'ada' }] }));
  receive(message('lounge', { id: '3', author: { id: 'ada' } }));
  receive(message('pictures', { id: '4' }));
  expect(state.unread).toEqual({ lounge: { messages: 2, pings: 1 } });
});

test.each([
  ['ada', '9'],
  ['bruno', ''],
])('A thread on what %s asked for opens beside the channel for that user alone.', (user, threadId) => {
  receive(message('pictures', { id: '9', interaction_metadata: { user: { id: user } } }));
  receive({ type: 'channel', isNew: true, channel: { id: '9', type: 11, parent_id: 'pictures' } });
  expect(state.threadId).toBe(threadId);
});
