/**
 * What the page knows and shows. There is one state, changed by `update` alone; after each change the whole
 * page is rendered anew, and lit-html touches only what differs.
 *
 * @import { APIApplicationCommand, APIChannel, APIMessage, APIThreadChannel } from 'discord-api-types/v10'
 */

/**
 * @typedef {object} Person
 * @property {string} id
 * @property {string} name
 * @property {string} locale
 * @property {boolean} isBot
 * @property {boolean} isModerator
 * @property {{ name: string, color: number }[]} roles
 */

/**
 * @typedef {APIChannel & { name?: string | null, parent_id?: string | null, topic?: string | null }} Channel
 */

/** @typedef {{ messages: number, pings: number }} Unread */

export const state = {
  /** The user whose page this is. */
  me: '',
  /** The language of the client, when it is not the user's own. */
  locale: '',
  guildName: '',
  botId: '',
  attachmentSize: 0,
  /** @type {ReadonlyMap<string, Person>} */
  people: new Map(),
  /** @type {ReadonlyMap<string, Channel>} */
  channels: new Map(),
  /** @type {ReadonlyMap<string, APIMessage>} */
  messages: new Map(),
  /** The channel in the middle, and the thread beside it. */
  channelId: '',
  threadId: '',
  /** @type {Readonly<Record<string, Unread>>} */
  unread: {},
  /**
   * Who writes where, and until when in milliseconds. @type {Readonly<Record<string, { userId: string, until:
   * number }>>}
   */
  typing: {},
  /** By channel. @type {Readonly<Record<string, APIApplicationCommand[]>>} */
  commands: {},
  /** Components that wait for the bot, as `messageId/customId`. @type {ReadonlySet<string>} */
  pressed: new Set(),
  isConnected: false,
  isSidebarOpen: false,
  /** @type {{ text: string, id: number }[]} */
  notices: [],
};

/** @type {Set<() => void>} */
const listeners = new Set();

let isScheduled = false;

/**
 * Changes the state and renders soon, once for all changes of a moment. @param {Partial<typeof state>}
 * [change]
 */
export function update(change = {}) {
  Object.assign(state, change);
  if (isScheduled) return;
  isScheduled = true;
  queueMicrotask(() => {
    isScheduled = false;
    for (const listener of listeners) listener();
  });
}

/** @param {() => void} listener */
export const onUpdate = listener => void listeners.add(listener);

/** @template K, V @param {ReadonlyMap<K, V>} map @param {K} key @param {V} value */
export const withEntry = (map, key, value) => new Map(map).set(key, value);

/** @template K, V @param {ReadonlyMap<K, V>} map @param {K} key */
export function withoutEntry(map, key) {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

/** Messages of a channel, oldest first. @param {string} channelId */
export const messagesOf = channelId =>
  [...state.messages.values()]
    .filter(({ channel_id }) => channel_id === channelId)
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));

/** @param {Channel | undefined} channel @returns {channel is APIThreadChannel} */
export const isThread = channel => channel !== undefined && [10, 11, 12].includes(channel.type);

export const TEXT = 0;
export const DIRECT = 1;
export const FORUM = 15;

/**
 * Threads of a channel, or posts of a forum, latest first. @param {string} parentId @returns
 * {APIThreadChannel[]}
 */
export const threadsOf = parentId =>
  [...state.channels.values()]
    .filter(isThread)
    .filter(({ parent_id }) => parent_id === parentId)
    .sort((a, b) => (BigInt(a.last_message_id ?? a.id) > BigInt(b.last_message_id ?? b.id) ? -1 : 1));

/** @param {string} userId */
export const nameOf = userId => state.people.get(userId)?.name ?? 'Somebody';

/** What a channel is called. @param {Channel | undefined} channel */
export const titleOf = channel => (channel?.type === DIRECT ? nameOf(state.botId) : (channel?.name ?? ''));

let lastNotice = 0;

/** Says something for a few seconds. @param {string} text */
export function notify(text) {
  const id = ++lastNotice;
  update({ notices: [...state.notices, { id, text }] });
  setTimeout(() => update({ notices: state.notices.filter(notice => notice.id !== id) }), 6_000);
}
