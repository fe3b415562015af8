/**
 * What can be done with a message: the bot's message commands first.
 *
 * @import { APIMessage } from 'discord-api-types/v10'
 */
import { html, nothing, render } from 'lit-html';
import { commandsIn } from '../commands.js';
import { usePicture } from '../draft.js';
import { attempt } from '../server.js';
import { state } from '../state.js';
import { handleOutcome } from './modal.js';

const menu = document.createElement('div');
menu.className = 'menu';
menu.setAttribute('role', 'menu');
menu.setAttribute('popover', 'auto');

const MESSAGE_COMMAND = 3;

const items = () => /** @type {HTMLElement[]} */ ([...menu.querySelectorAll('[role=menuitem]')]);

menu.addEventListener('keydown', event => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const all = items();
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  all[(at + step + all.length) % all.length]?.focus();
});

/** @param {string} label @param {() => unknown} action @param {string} [kind] */
const item = (label, action, kind = '') =>
  html`<button type="button" role="menuitem" class=${kind} @click=${() => {
    menu.hidePopover();
    action();
  }}>${label}</button>`;

/** @param {APIMessage} message */
async function content(message) {
  const { channel_id: channelId, id: messageId } = message;
  const commands = (await commandsIn(channelId)).filter(({ type }) => type === MESSAGE_COMMAND);
  const run = async (/** @type {string} */ name) =>
    handleOutcome(await attempt({ act: 'on-message', channelId, name, messageId }), channelId);
  const picture = message.attachments.find(({ content_type }) => content_type?.startsWith('image/'));
  const mayDelete = message.author.id === state.me || state.people.get(state.me)?.isModerator;
  return html`${commands.map(({ name, name_localized }) => item(name_localized ?? name, () => run(name), 'app'))}
  ${picture ? item('Use the picture in a command', () => usePicture(channelId, picture)) : nothing}
  ${message.content ? item('Copy text', () => navigator.clipboard.writeText(message.content)) : nothing}
  ${mayDelete ? item('Delete message', () => attempt({ act: 'delete', channelId, messageId }), 'danger') : nothing}`;
}

/** @param {MouseEvent} event @param {APIMessage} message */
export async function openMenu(event, message) {
  event.preventDefault();
  const { clientX, clientY, currentTarget } = event;
  const box = /** @type {Element} */ (currentTarget).getBoundingClientRect();
  // A key press has no place of its own.
  const x = clientX || box.left;
  const y = clientY || box.bottom;
  render(await content(message), menu);
  if (!menu.isConnected) document.body.append(menu);
  menu.showPopover();
  menu.style.left = `${Math.min(x, innerWidth - menu.offsetWidth - 8)}px`;
  menu.style.top = `${Math.min(y, innerHeight - menu.offsetHeight - 8)}px`;
  items()[0]?.focus();
}
