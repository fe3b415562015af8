/**
 * @import { APIMessage } from 'discord-api-types/v10'
 */
import { html, nothing } from 'lit-html';
import { markdown } from '../markdown.js';
import { attempt } from '../server.js';
import { nameOf, state, update } from '../state.js';
import { clock, writeTime } from '../time.js';
import { avatar } from './avatar.js';
import { components } from './components.js';
import { embed } from './embed.js';
import { icons } from './icons.js';
import { openMenu } from './message-menu.js';
import { attachments } from './pictures.js';

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const THREAD_STARTER = 21;

/** Messages that one person sends within this time stand together. */
const TOGETHER_MS = 5 * 60_000;

/** @param {APIMessage} message */
const flagsOf = message => message.flags ?? 0;

/**
 * Whether a message needs no name over it. @param {APIMessage} message @param {APIMessage | undefined} before
 */
export const continues = (message, before) =>
  before !== undefined &&
  before.author.id === message.author.id &&
  before.type !== THREAD_STARTER &&
  !message.interaction_metadata &&
  !message.referenced_message &&
  flagsOf(before) % 128 === flagsOf(message) % 128 &&
  Date.parse(message.timestamp) - Date.parse(before.timestamp) < TOGETHER_MS;

/** What a message answers. @param {APIMessage} message */
function origin({ interaction_metadata: metadata, interaction, referenced_message: referenced }) {
  if (metadata) {
    const person = state.people.get(metadata.user.id);
    const what =
      metadata.type === 2
        ? html`used <span class="mention">/${interaction?.name ?? '…'}</span>`
        : 'pressed a button';
    return html`<p class="origin">${avatar(person, 'tiny')} <b>${person?.name}</b> ${metadata.type === 5 ? 'filled in a form' : what}</p>`;
  }
  if (!referenced) return nothing;
  return html`<p class="origin">
    ${avatar(state.people.get(referenced.author.id), 'tiny')} <b>${nameOf(referenced.author.id)}</b>
    <span class="cut">${referenced.content}</span>
  </p>`;
}

/** @param {APIMessage} message */
function threadCard({ thread }) {
  const known = thread && state.channels.get(thread.id);
  if (!thread || !known) return nothing;
  const { messages = 0 } = state.unread[thread.id] ?? {};
  return html`<button class="thread-card" type="button" @click=${() => update({ threadId: thread.id })}>
    ${icons.thread} <b>${known.name}</b>
    ${messages > 0 ? html`<span class="badge">${messages} new</span>` : html`<small>Open the thread</small>`}
  </button>`;
}

/** @param {APIMessage} message */
function privacy(message) {
  if (!(flagsOf(message) & EPHEMERAL)) return nothing;
  const dismiss = () => attempt({ act: 'delete', channelId: message.channel_id, messageId: message.id });
  return html`<p class="private">
    ${icons.eye} Only you can see this ·
    <button type="button" class="plain" @click=${dismiss}>Dismiss message</button>
  </p>`;
}

/** @param {APIMessage} message */
function content(message) {
  if (flagsOf(message) & LOADING) {
    return html`<p class="thinking"><span class="dots"><i></i><i></i><i></i></span> ${nameOf(message.author.id)} is thinking…</p>`;
  }
  return html`${message.content ? html`<div class="text">${markdown(message.content)}</div>` : nothing}
  ${attachments(message.attachments)} ${message.embeds.map(embed)} ${components(message.components, message)}`;
}

/** @param {APIMessage} message */
function heading(message) {
  const person = state.people.get(message.author.id);
  const role = person?.roles[0];
  const language = state.locale || state.people.get(state.me)?.locale || 'en-US';
  return html`<header>
    <b .style=${role ? `color:#${role.color.toString(16)}` : ''}>${nameOf(message.author.id)}</b>
    ${person?.isBot ? html`<span class="tag">app</span>` : nothing}
    <time datetime=${message.timestamp} title=${writeTime(new Date(message.timestamp), 'F', language)}
      >${clock(message.timestamp, language)}</time
    >
  </header>`;
}

/** A message of a list. @param {APIMessage} message @param {boolean} isContinued without a name over it */
export function message(message, isContinued) {
  // A thread begins with a message that only points at the one it hangs on.
  const shown = message.type === THREAD_STARTER ? state.messages.get(message.channel_id) : message;
  if (shown === undefined) return html`<p class="gone">The message that this thread hung on is gone.</p>`;
  const isMine = shown.mentions.some(({ id }) => id === state.me);
  const menu = (/** @type {MouseEvent} */ event) => {
    const isOnPicture =
      /** @type {Element} */ (event.target).closest('a, img') && event.type === 'contextmenu';
    if (!isOnPicture) openMenu(event, shown);
  };
  return html`<article
    class="message ${isContinued ? 'continued' : ''} ${isMine ? 'pinged' : ''} ${flagsOf(shown) & EPHEMERAL ? 'ephemeral' : ''}"
    data-id=${shown.id}
    aria-label="Message from ${nameOf(shown.author.id)}"
    @contextmenu=${menu}
  >
    ${origin(shown)} ${isContinued ? nothing : avatar(state.people.get(shown.author.id))}
    <div class="body">
      ${isContinued ? nothing : heading(shown)} ${content(shown)}
      ${message === shown ? threadCard(shown) : nothing} ${privacy(shown)}
    </div>
    <button class="more" type="button" aria-label="Actions on the message" aria-haspopup="menu" @click=${menu}>
      ${icons.more}
    </button>
  </article>`;
}
