/** @import { Channel } from '../state.js' */
import { html, nothing } from 'lit-html';
import { forgetDrafts } from '../draft.js';
import { attempt, connect } from '../server.js';
import { DIRECT, FORUM, isThread, nameOf, state, threadsOf, titleOf, update } from '../state.js';
import { setTheme, theme } from '../theme.js';
import { avatar } from './avatar.js';
import { icons } from './icons.js';

const LOCALES = {
  'en-US': 'English',
  de: 'Deutsch',
  fr: 'Français',
  'es-ES': 'Español',
  'pt-BR': 'Português',
  ja: '日本語',
  ko: '한국어',
  'zh-CN': '简体中文',
};

/** Threads that the list shows of each channel. */
const LATEST = 6;

/** @param {string} id */
function badge(id) {
  const { messages = 0, pings = 0 } = state.unread[id] ?? {};
  if (pings > 0) return html`<span class="badge ping" aria-label="${pings} mentions">${pings}</span>`;
  return messages > 0 ? html`<span class="badge" aria-label="${messages} new">${messages}</span>` : nothing;
}

/** Shows a channel, or a thread beside its channel. @param {Channel} channel */
export function open(channel) {
  const { [channel.id]: _, ...unread } = state.unread;
  const place = isThread(channel)
    ? { channelId: channel.parent_id ?? state.channelId, threadId: channel.id }
    : { channelId: channel.id, threadId: '' };
  update({ ...place, unread, isSidebarOpen: false });
}

/** @param {Channel} channel @returns {unknown} */
function entry(channel) {
  const isOpen = channel.id === state.threadId || (channel.id === state.channelId && !state.threadId);
  const kind = isThread(channel)
    ? 'thread'
    : channel.type === FORUM
      ? 'forum'
      : channel.type === DIRECT
        ? 'direct'
        : 'hash';
  return html`<li>
    <button
      type="button"
      class="channel ${kind} ${channel.id === state.channelId ? 'here' : ''} ${state.unread[channel.id] ? 'unread' : ''}"
      aria-current=${isOpen ? 'page' : nothing}
      @click=${() => open(channel)}
    >
      ${kind === 'thread' ? nothing : icons[kind]}<span>${titleOf(channel)}</span>${badge(channel.id)}
    </button>
    ${
      isThread(channel)
        ? nothing
        : html`<ul>
            ${threadsOf(channel.id).slice(0, LATEST).map(entry)}
          </ul>`
    }
  </li>`;
}

async function openDirect() {
  const channel = await attempt({ act: 'direct-messages', channelId: state.channelId });
  if (channel) open(channel);
}

/** @param {string} userId */
function become(userId) {
  sessionStorage.setItem('user', userId);
  forgetDrafts();
  update({ me: userId, locale: '' });
  connect(userId);
}

function account() {
  const me = state.people.get(state.me);
  const others = [...state.people.values()].filter(({ isBot }) => !isBot);
  return html`<div class="account">
    ${avatar(me)}
    <label>
      <span class="hidden">Who you are</span>
      <select @change=${(/** @type {any} */ { target }) => become(target.value)}>
        ${others.map(
          ({ id, name, isModerator }) =>
            html`<option value=${id} ?selected=${id === state.me}>${name}${isModerator ? ' (mod)' : ''}</option>`,
        )}
      </select>
    </label>
    <label>
      <span class="hidden">Language</span>
      <select @change=${(/** @type {any} */ { target }) => update({ locale: target.value, commands: {} })}>
        ${Object.entries(LOCALES).map(
          ([locale, name]) =>
            html`<option value=${locale} ?selected=${locale === (state.locale || me?.locale)}>${name}</option>`,
        )}
      </select>
    </label>
    <button
      type="button"
      class="ghost"
      aria-label=${theme() === 'dark' ? 'Light colours' : 'Dark colours'}
      @click=${() => setTheme(theme() === 'dark' ? 'light' : 'dark')}
    >
      ${theme() === 'dark' ? icons.sun : icons.moon}
    </button>
  </div>`;
}

export function sidebar() {
  const places = [...state.channels.values()].filter(channel => !isThread(channel));
  const direct = places.filter(({ type }) => type === DIRECT);
  return html`<nav class="sidebar ${state.isSidebarOpen ? 'open' : ''}" aria-label="Channels">
    <h1><img src="/page/icon.svg" alt="" /> ${state.guildName}</h1>
    <div class="channels">
      <ul>
        ${places.filter(({ type }) => type !== DIRECT).map(entry)}
      </ul>
      <h2>Direct messages</h2>
      <ul>
        ${
          direct.length > 0
            ? direct.map(entry)
            : html`<li>
                <button type="button" class="channel direct" @click=${openDirect}>
                  ${icons.direct}<span>${nameOf(state.botId)}</span>
                </button>
              </li>`
        }
      </ul>
    </div>
    ${account()}
  </nav>`;
}
