/**
 * What events of the server change in the state.
 *
 * @import { APIMessage } from 'discord-api-types/v10'
 * @import { PageEvent, Snapshot } from '../web/events.ts'
 * @import { Channel } from './state.js'
 */
import { isThread, state, update, withEntry, withoutEntry } from './state.js';

/** How long somebody is shown as writing, unless they write on. */
const TYPING_MS = 9_000;

/** @template {{ id: string }} T @param {readonly T[]} items @returns {ReadonlyMap<string, T>} */
const byId = items => new Map(items.map(item => [item.id, item]));

/** @param {string} channelId @param {APIMessage} message */
function countUnread(channelId, message) {
  const isOpen = channelId === state.channelId || channelId === state.threadId;
  if (isOpen || message.author.id === state.me) return state.unread;
  const { messages = 0, pings = 0 } = state.unread[channelId] ?? {};
  const pinged = message.mentions.some(({ id }) => id === state.me) ? 1 : 0;
  return { ...state.unread, [channelId]: { messages: messages + 1, pings: pings + pinged } };
}

/** A thread on something that this user asked for opens beside the channel. @param {Channel} channel */
function opensBeside(channel) {
  if (!isThread(channel) || channel.parent_id !== state.channelId) return false;
  const starter = state.messages.get(channel.id);
  return starter?.interaction_metadata?.user.id === state.me;
}

/** @type {{ [Type in (Snapshot | PageEvent)['type']]: (event: any) => void }} */
const EVENTS = {
  /** @param {Snapshot} snapshot */
  snapshot: ({ guild, botId, attachmentSize, people, channels, messages }) => {
    const places = byId(/** @type {Channel[]} */ (channels));
    const isKnown = (/** @type {string} */ id) => (places.has(id) ? id : '');
    update({
      guildName: guild.name,
      botId,
      attachmentSize,
      people: byId(people),
      channels: places,
      messages: byId(messages),
      channelId: isKnown(state.channelId) || channels[0]?.id || '',
      threadId: isKnown(state.threadId),
      unread: {},
      typing: {},
      commands: {},
      pressed: new Set(),
      isConnected: true,
    });
  },

  /** @param {Extract<PageEvent, { type: 'message' }>} event */
  message: ({ message, isNew }) => {
    const { [message.channel_id]: writer, ...typing } = state.typing;
    const isWriter = writer?.userId === message.author.id;
    update({
      messages: withEntry(state.messages, message.id, message),
      ...(isNew && { unread: countUnread(message.channel_id, message) }),
      ...(isWriter && { typing }),
    });
  },

  /** @param {Extract<PageEvent, { type: 'message-deleted' }>} event */
  'message-deleted': ({ id }) => update({ messages: withoutEntry(state.messages, id) }),

  /** @param {Extract<PageEvent, { type: 'channel' }>} event */
  channel: ({ channel, isNew }) => {
    const known = /** @type {Channel} */ (channel);
    update({
      channels: withEntry(state.channels, channel.id, known),
      ...(isNew && opensBeside(known) && { threadId: channel.id }),
    });
  },

  /** @param {Extract<PageEvent, { type: 'channel-deleted' }>} event */
  'channel-deleted': ({ id }) =>
    update({
      channels: withoutEntry(state.channels, id),
      ...(state.threadId === id && { threadId: '' }),
    }),

  failed: () => {},

  /** @param {Extract<PageEvent, { type: 'typing' }>} event */
  typing: ({ channelId, userId }) => {
    update({ typing: { ...state.typing, [channelId]: { userId, until: Date.now() + TYPING_MS } } });
    setTimeout(() => update(), TYPING_MS + 100);
  },

  commands: () => update({ commands: {} }),
};

/** @param {Snapshot | PageEvent} event */
export const receive = event => EVENTS[event.type](event);
