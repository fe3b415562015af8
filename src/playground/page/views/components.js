/**
 * Components of messages, of both versions: buttons, menus, and what containers hold.
 *
 * @import { APIMessage } from 'discord-api-types/v10'
 */
import { html, nothing } from 'lit-html';
import { isSafeLink } from '../addresses.js';
import { markdown } from '../markdown.js';
import { attempt } from '../server.js';
import { state, update } from '../state.js';
import { hex } from './embed.js';
import { icons } from './icons.js';
import { handleOutcome } from './modal.js';
import { fileCard, gallery, picture } from './pictures.js';

/**
 * A component of any type: which fields there are depends on it. @typedef {Record<string, any> & { type:
 * number }} Component
 */

const STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link', 'primary'];

/** @param {{ name?: string } | undefined} emoji */
const emojiOf = emoji => (emoji?.name ? html`<span class="emoji">${emoji.name}</span>` : nothing);

/**
 * Uses a component; it waits, disabled, until the bot has answered.
 *
 * @param {APIMessage} message
 * @param {string} customId
 * @param {string[]} [values]
 */
async function use(message, customId, values) {
  const key = `${message.id}/${customId}`;
  update({ pressed: new Set([...state.pressed, key]) });
  const outcome = await attempt({
    act: 'component',
    channelId: message.channel_id,
    messageId: message.id,
    customId,
    ...(values && { values }),
  });
  const pressed = new Set(state.pressed);
  pressed.delete(key);
  update({ pressed });
  handleOutcome(outcome, message.channel_id);
}

/** @param {Component} component @param {APIMessage} message */
function button({ style, label, emoji, url, custom_id, disabled }, message) {
  const inside = html`${emojiOf(emoji)}${label ? html`<span>${label}</span>` : nothing}`;
  if (url) {
    if (!isSafeLink(url)) return nothing;
    return html`<a class="button link" href=${url} target="_blank" rel="noreferrer noopener">${inside} ${icons.link}</a>`;
  }
  const isWaiting = state.pressed.has(`${message.id}/${custom_id}`);
  return html`<button
    type="button"
    class="button ${STYLES[style]} ${isWaiting ? 'waiting' : ''}"
    aria-label=${label ? nothing : (emoji?.name ?? 'Button')}
    aria-busy=${isWaiting}
    ?disabled=${Boolean(disabled) || isWaiting}
    @click=${() => use(message, custom_id)}
  >
    ${inside}
  </button>`;
}

/** A menu of which one is taken. @param {Component} component @param {APIMessage} message */
function choice({ custom_id, placeholder = 'Choose', options, disabled }, message) {
  const isWaiting = state.pressed.has(`${message.id}/${custom_id}`);
  return html`<select
    class="select"
    aria-label=${placeholder}
    ?disabled=${Boolean(disabled) || isWaiting}
    @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => {
      if (target.value) use(message, custom_id, [target.value]);
      target.value = '';
    }}
  >
    <option value="">${placeholder}</option>
    ${options.map(
      (/** @type {Component} */ option) =>
        html`<option value=${option.value}>
          ${[option.emoji?.name, option.label, option.description && `· ${option.description}`].filter(Boolean).join(' ')}
        </option>`,
    )}
  </select>`;
}

/**
 * A menu of which several are taken: a form of ticks. @param {Component} component @param {APIMessage}
 * message
 */
function choices({ custom_id, placeholder = 'Choose', options, min_values, max_values, disabled }, message) {
  const submit = (/** @type {SubmitEvent & { target: HTMLFormElement }} */ event) => {
    event.preventDefault();
    use(message, custom_id, new FormData(event.target).getAll('choice').map(String));
  };
  return html`<details class="select several">
    <summary>${placeholder} ${icons.down}</summary>
    <form @submit=${submit}>
      ${options.map(
        (/** @type {Component} */ option) => html`<label>
          <input type="checkbox" name="choice" value=${option.value} ?checked=${Boolean(option.default)} />
          ${emojiOf(option.emoji)} ${option.label} ${option.description ? html`<small>${option.description}</small>` : nothing}
        </label>`,
      )}
      <button class="button primary" ?disabled=${Boolean(disabled)}>Choose ${min_values} to ${max_values}</button>
    </form>
  </details>`;
}

/** A menu of people. @param {Component} component @param {APIMessage} message */
const people = ({ placeholder = 'Choose somebody', ...rest }, message) =>
  choice(
    {
      ...rest,
      placeholder,
      options: [...state.people.values()].map(({ id, name }) => ({ value: id, label: name })),
    },
    message,
  );

/** @type {Record<number, (component: Component, message: APIMessage) => unknown>} */
const SHOWN = {
  1: ({ components: inner }, message) => html`<div class="row">${components(inner, message)}</div>`,
  2: button,
  3: (component, message) => (component.max_values > 1 ? choices : choice)(component, message),
  5: people,
  9: ({ components: inner, accessory }, message) => html`<div class="section">
    <div>${components(inner, message)}</div>
    ${components([accessory], message)}
  </div>`,
  10: ({ content }) => html`<div class="text">${markdown(content)}</div>`,
  11: ({ media, description }) => html`<div class="thumbnail">${picture({ ...media, description })}</div>`,
  12: ({ items }) =>
    gallery(items.map((/** @type {Component} */ { media, description }) => ({ ...media, description }))),
  13: ({ file, name, size }) => fileCard({ url: file.url, filename: name, size }),
  14: ({ divider, spacing }) =>
    html`<div class="separator ${spacing === 2 ? 'large' : ''} ${divider ? 'divider' : ''}"></div>`,
  17: ({ components: inner, accent_color }, message) => html`<div
    class="container"
    .style=${accent_color == null ? '' : `--edge:${hex(accent_color)}`}
  >
    ${components(inner, message)}
  </div>`,
};

/** @param {readonly Component[] | undefined} all @param {APIMessage} message @returns {unknown[]} */
export const components = (all = [], message) => all.map(one => SHOWN[one.type]?.(one, message) ?? nothing);
