/**
 * A channel or a thread: its name, its messages, and where one writes.
 *
 * @import { APIThreadChannel } from 'discord-api-types/v10'
 * @import { Channel } from '../state.js'
 */
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { local } from '../addresses.js';
import { attempt } from '../server.js';
import {
  DIRECT,
  FORUM,
  isThread,
  messagesOf,
  nameOf,
  state,
  TEXT,
  threadsOf,
  titleOf,
  update,
} from '../state.js';
import { writeTime } from '../time.js';
import { composer } from './composer.js';
import { icons } from './icons.js';
import { continues, message } from './message.js';
import { newPost } from './new-post.js';
import { open } from './sidebar.js';

/** @param {string} channelId */
function typing(channelId) {
  const { userId, until } = state.typing[channelId] ?? {};
  const isShown = until !== undefined && until > Date.now() && userId !== state.me;
  return html`<p class="typing" aria-live="polite">
    ${isShown ? html`<span class="dots"><i></i><i></i><i></i></span> ${nameOf(userId)} is writing…` : nothing}
  </p>`;
}

/** What stands over the first message. @param {Channel} channel */
function beginning(channel) {
  if (isThread(channel)) return nothing;
  const isDirect = channel.type === DIRECT;
  return html`<header class="beginning">
    <span class="sign">${isDirect ? icons.direct : icons.hash}</span>
    <h2>${isDirect ? titleOf(channel) : `Welcome to #${titleOf(channel)}`}</h2>
    <p>
      ${isDirect ? 'Here you talk with the bot alone.' : (channel.topic ?? '')}
      ${channel.type === TEXT && state.messages.size === 0 ? html`<br />A picture is ready below: press <b>Send</b>.` : nothing}
    </p>
  </header>`;
}

/** @param {Channel} channel */
function messages(channel) {
  const all = messagesOf(channel.id);
  return html`<div class="scroller" tabindex="0" role="log" aria-label="Messages in ${titleOf(channel)}">
    <div class="messages">
      ${beginning(channel)}
      ${repeat(
        all,
        ({ id }) => id,
        (one, index) => message(one, continues(one, all[index - 1])),
      )}
    </div>
  </div>`;
}

/** @param {APIThreadChannel} thread */
function moderation(thread) {
  if (!state.people.get(state.me)?.isModerator) return nothing;
  const { archived = false, locked = false } = thread.thread_metadata ?? {};
  const change = (/** @type {object} */ what) => attempt({ act: 'thread', channelId: thread.id, ...what });
  return html`<button type="button" class="small" @click=${() => change({ archived: !archived })}>
      ${archived ? 'Reopen' : 'Archive'}
    </button>
    <button type="button" class="small" @click=${() => change({ locked: !locked })}>${locked ? 'Unlock' : 'Lock'}</button>`;
}

/** @param {Channel} forum */
function forum(forum) {
  return html`<div class="scroller">
    <div class="posts">
      ${newPost(forum)}
      ${threadsOf(forum.id).map(post => {
        const first = state.messages.get(post.id);
        const [image] = first?.attachments ?? [];
        return html`<button type="button" class="post" @click=${() => open(post)}>
          <span><b>${post.name}</b><small>${nameOf(post.owner_id ?? '')} · ${post.message_count} ${post.message_count === 1 ? 'answer' : 'answers'}</small></span>
          ${image?.width ? html`<img src=${local(image.url)} alt="" />` : nothing}
        </button>`;
      })}
    </div>
  </div>`;
}

/** The channel in the middle. @param {Channel} channel */
export function channel(channel) {
  const kind = channel.type === FORUM ? 'forum' : channel.type === DIRECT ? 'direct' : 'hash';
  const { isSidebarOpen } = state;
  return html`<main class="place" @click=${() => isSidebarOpen && update({ isSidebarOpen: false })}>
    <header class="top">
      <button
        type="button"
        class="ghost burger"
        aria-label="Channels"
        aria-expanded=${isSidebarOpen}
        @click=${(/** @type {Event} */ event) => {
          event.stopPropagation();
          update({ isSidebarOpen: !isSidebarOpen });
        }}
      >
        ${icons.menu}
      </button>
      ${icons[kind]}
      <h2>${titleOf(channel)}</h2>
      <p>${channel.topic ?? nothing}</p>
    </header>
    ${
      channel.type === FORUM
        ? forum(channel)
        : html`${messages(channel)} ${composer(channel.id, true)} ${typing(channel.id)}`
    }
  </main>`;
}

/** The thread beside it. @param {APIThreadChannel} thread */
export function thread(thread) {
  const { archived, locked, create_timestamp } = thread.thread_metadata ?? {};
  return html`<aside class="place thread" aria-label="Thread ${thread.name}">
    <header class="top">
      ${locked ? icons.lock : icons.thread}
      <h2 title=${create_timestamp ? writeTime(new Date(create_timestamp), 'F', 'en') : ''}>${thread.name}</h2>
      <p>${archived ? 'archived' : nothing}</p>
      ${moderation(thread)}
      <button type="button" class="ghost" aria-label="Close the thread" @click=${() => update({ threadId: '' })}>
        ${icons.close}
      </button>
    </header>
    ${messages(thread)} ${composer(thread.id)} ${typing(thread.id)}
  </aside>`;
}
