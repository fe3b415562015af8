import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { isThread, state } from '../state.js';
import { channel, thread } from './channel.js';
import { sidebar } from './sidebar.js';

/** The whole page. */
export function app() {
  const place = state.channels.get(state.channelId);
  const beside = state.channels.get(state.threadId);
  if (place === undefined) return html`<p class="empty">One moment…</p>`;
  return html`<div class="app ${beside ? 'with-thread' : ''}">
      ${sidebar()}
      ${repeat([place], ({ id }) => id, channel)}
      ${isThread(beside) ? repeat([beside], ({ id }) => id, thread) : nothing}
    </div>
    <div class="notices" role="status" aria-live="polite">
      ${state.isConnected ? nothing : html`<p class="notice">The playground does not answer; waiting for it…</p>`}
      ${state.notices.map(({ text }) => html`<p class="notice">${text}</p>`)}
    </div>`;
}
