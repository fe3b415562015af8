/**
 * Where messages and commands are written.
 *
 * @import { Runnable } from '../commands.js'
 * @import { Draft } from '../draft.js'
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { commandsIn, runnables } from '../commands.js';
import { addFiles, changeDraft, clearDraft, draftOf, draftSample, previewOf } from '../draft.js';
import { act } from '../server.js';
import { state, titleOf, update } from '../state.js';
import { sendable } from '../suggestions.js';
import { icons } from './icons.js';
import { handleOutcome } from './modal.js';
import { commandFields, focusOption } from './options.js';

/** What is in the bundled picture and paints well. */
const IDEAS = [
  { from: 'horse', to: 'zebra' },
  { from: 'pig', to: 'cow' },
  { from: 'tractor', to: 'fire engine' },
];

/** The place in the list of commands, by keys. */
let active = 0;

/** Commands that what is typed may become. @param {string} channelId @param {string} text */
function matching(channelId, text) {
  if (!text.startsWith('/')) return [];
  const typed = text.slice(1).toLowerCase();
  return runnables(state.commands[channelId] ?? []).filter(({ name }) => name.startsWith(typed));
}

/** Goes to where Enter sends, once it is drawn. @param {string} channelId */
export const focusSend = channelId => setTimeout(() => document.getElementById(`send-${channelId}`)?.focus());

/** @param {string} channelId @param {Runnable} command */
function choose(channelId, command) {
  active = 0;
  changeDraft(channelId, { text: '', command, values: {} });
  const first = command.options.find(({ required }) => required) ?? command.options[0];
  if (first) focusOption(channelId, first.name);
  else focusSend(channelId);
}

/** @param {string} channelId @param {Draft} draft */
async function dispatch(channelId, { text, files, command, values }) {
  if (!command) return act({ act: 'say', channelId, content: text }, files);
  const filled = Object.fromEntries(Object.entries(values).filter(([, { value }]) => value !== ''));
  const ready = sendable(filled);
  return act({ act: 'command', channelId, name: command.name, values: ready.values }, ready.files);
}

/** @param {string} channelId */
async function send(channelId) {
  const draft = draftOf(channelId);
  if (draft.isSending || (!draft.command && draft.text.trim() === '' && draft.files.length === 0)) return;
  const missing = draft.command?.options.find(({ name, required }) => required && !draft.values[name]?.shown);
  if (missing) {
    changeDraft(channelId, { error: `Fill in ${missing.name} first.` });
    focusOption(channelId, missing.name);
    return;
  }
  changeDraft(channelId, { isSending: true });
  try {
    const outcome = await dispatch(channelId, draft);
    clearDraft(channelId);
    if (draft.command) handleOutcome(outcome, channelId);
  } catch (error) {
    changeDraft(channelId, { isSending: false, error: /** @type {Error} */ (error).message });
  }
}

/** @param {string} channelId @param {KeyboardEvent} event */
function onKey(channelId, event) {
  const found = matching(channelId, draftOf(channelId).text);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length > 0) {
    event.preventDefault();
    active = (active + step + found.length) % found.length;
    update();
  } else if ((event.key === 'Enter' && !event.shiftKey) || (event.key === 'Tab' && found.length > 0)) {
    event.preventDefault();
    if (found.length > 0) choose(channelId, found[Math.min(active, found.length - 1)]);
    else send(channelId);
  } else if (event.key === 'Escape' && found.length > 0) clearDraft(channelId);
}

/** @param {string} channelId @param {string} text */
function commandList(channelId, text) {
  const found = matching(channelId, text);
  if (found.length === 0) return nothing;
  return html`<ul class="suggestions commands" role="listbox" aria-label="Commands" id="commands-${channelId}">
    ${found.map(
      (command, index) => html`<li
        role="option"
        id="command-${channelId}-${index}"
        aria-selected=${index === Math.min(active, found.length - 1)}
        @pointerdown=${(/** @type {Event} */ event) => {
          event.preventDefault();
          choose(channelId, command);
        }}
      >
        <b>/${command.name}</b> <small>${command.description}</small>
      </li>`,
    )}
  </ul>`;
}

/** @param {string} channelId @param {Draft} draft */
function textBox(channelId, { text, files }) {
  const found = matching(channelId, text);
  const isOpen = found.length > 0;
  const type = (/** @type {Event & { target: HTMLTextAreaElement }} */ { target }) => {
    active = 0;
    if (target.value.startsWith('/')) commandsIn(channelId);
    changeDraft(channelId, { text: target.value });
  };
  return html`${commandList(channelId, text)}
    ${
      files.length > 0
        ? html`<div class="waiting-files">
            ${files.map(
              file => html`<button
                type="button"
                title="Take ${file.name} away"
                @click=${() => changeDraft(channelId, { files: files.filter(one => one !== file) })}
              >
                ${file.type.startsWith('image/') ? html`<img src=${previewOf(file)} alt="" />` : icons.file} ${file.name}
                ${icons.close}
              </button>`,
            )}
          </div>`
        : nothing
    }
    <textarea
      rows="1"
      aria-label="Message in ${titleOf(state.channels.get(channelId))}"
      aria-autocomplete="list"
      aria-controls="commands-${channelId}"
      aria-activedescendant=${isOpen ? `command-${channelId}-${Math.min(active, found.length - 1)}` : nothing}
      placeholder="Write a message, or / for commands"
      .value=${live(text)}
      @input=${type}
      @keydown=${(/** @type {KeyboardEvent} */ event) => onKey(channelId, event)}
    ></textarea>`;
}

/** @param {string} channelId */
const ideas = channelId => html`<div class="ideas">
  <span>Try</span>
  ${IDEAS.map(
    ({ from, to }) =>
      html`<button
        type="button"
        @click=${async () => {
          await draftSample(channelId, { from, to });
          focusSend(channelId);
        }}
      >
        ${from} → ${to}
      </button>`,
  )}
</div>`;

/** @param {string} channelId @param {boolean} [hasIdeas] */
export function composer(channelId, hasIdeas = false) {
  const draft = draftOf(channelId);
  const take = (/** @type {Iterable<File> | null | undefined} */ files) => {
    if (files) addFiles(channelId, [...files]);
  };
  return html`<form
    class="composer ${draft.command ? 'with-command' : ''}"
    @submit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      send(channelId);
    }}
    @dragover=${(/** @type {Event} */ event) => event.preventDefault()}
    @drop=${(/** @type {DragEvent} */ event) => {
      event.preventDefault();
      take(event.dataTransfer?.files);
    }}
    @paste=${(/** @type {ClipboardEvent} */ { clipboardData }) => take(clipboardData?.files)}
  >
    ${hasIdeas && !draft.command ? ideas(channelId) : nothing}
    ${draft.error ? html`<p class="error" role="alert">${draft.error}</p>` : nothing}
    <div class="box">
      <label class="attach" title="Attach a file">
        ${icons.attach}
        <input
          type="file"
          aria-label="Attach a file"
          multiple
          @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
            take(target.files);
            target.value = '';
          }}
        />
      </label>
      <div class="writing">${draft.command ? commandFields(channelId, draft) : textBox(channelId, draft)}</div>
      <button class="send" id="send-${channelId}" aria-label="Send" ?disabled=${draft.isSending}>
        ${icons.send}${draft.command ? html`<span>Send</span>` : nothing}
      </button>
    </div>
  </form>`;
}
