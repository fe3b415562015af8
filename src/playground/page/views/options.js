/**
 * A command in the composer: its name, and a field for each option.
 *
 * @import { APIApplicationCommandOption } from 'discord-api-types/v10'
 * @import { Draft, Value } from '../draft.js'
 * @import { Suggestion } from '../suggestions.js'
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { localised } from '../commands.js';
import { addFiles, changeDraft, clearDraft, draftOf, previewOf, setOption } from '../draft.js';
import { hideSuggestions, moveSuggestion, suggest, suggested } from '../suggestions.js';
import { icons } from './icons.js';

const ATTACHMENT = 11;

/** @param {string} channelId @param {string} name */
const fieldId = (channelId, name) => `option-${channelId}-${name}`;

/** Goes to an option's field, once it is drawn. @param {string} channelId @param {string} name */
export const focusOption = (channelId, name) =>
  setTimeout(() => document.getElementById(fieldId(channelId, name))?.focus());

/** @param {string} channelId @param {APIApplicationCommandOption} option @param {Value | undefined} value */
function fileField(channelId, option, value) {
  const file = value?.value instanceof File ? value.value : undefined;
  const pick = (/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
    if (target.files?.[0]) addFiles(channelId, [target.files[0]]);
  };
  return html`<label class="file-field" title="Choose another file, or drop one here">
    ${file ? html`<img src=${previewOf(file)} alt="" />` : icons.attach}
    <span>${file?.name ?? 'Choose a file'}</span>
    <input id=${fieldId(channelId, option.name)} type="file" accept="image/*" aria-label=${option.name} @change=${pick} />
  </label>`;
}

/**
 * Takes a suggestion and goes on to what is still missing. @param {string} channelId @param {string} name
 * @param {Suggestion} choice
 */
function take(channelId, name, choice) {
  setOption(channelId, name, { shown: choice.name, value: choice.value });
  hideSuggestions();
  const { command, values } = draftOf(channelId);
  const missing = command?.options.find(option => option.required && !values[option.name]);
  if (missing) focusOption(channelId, missing.name);
}

/** @param {string} channelId @param {string} name */
function list(channelId, name) {
  if (suggested.channelId !== channelId || suggested.option !== name || suggested.all.length === 0)
    return nothing;
  return html`<ul class="suggestions" role="listbox" id="suggestions-${channelId}" aria-label="Suggestions for ${name}">
    ${suggested.all.map(
      (choice, index) => html`<li
        role="option"
        id="suggestion-${channelId}-${index}"
        aria-selected=${index === suggested.active}
        @pointerdown=${(/** @type {Event} */ event) => {
          event.preventDefault();
          take(channelId, name, choice);
        }}
      >
        ${choice.name}
      </li>`,
    )}
  </ul>`;
}

/** @param {string} channelId @param {APIApplicationCommandOption} option @param {KeyboardEvent} event */
function onKey(channelId, option, event) {
  const isOpen = suggested.option === option.name && suggested.all.length > 0;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && isOpen) {
    event.preventDefault();
    moveSuggestion(step);
  } else if ((event.key === 'Enter' || event.key === 'Tab') && isOpen && suggested.active >= 0) {
    if (event.key === 'Enter') event.preventDefault();
    take(channelId, option.name, suggested.all[suggested.active]);
  } else if (event.key === 'Escape' && isOpen) {
    event.preventDefault();
    event.stopPropagation();
    hideSuggestions();
  }
}

/** @param {string} channelId @param {APIApplicationCommandOption} option @param {Value | undefined} value */
function textField(channelId, option, value) {
  const isOpen =
    suggested.channelId === channelId && suggested.option === option.name && suggested.all.length > 0;
  const isNumber = option.type === 4 || option.type === 10;
  const type = (/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
    const text = target.value;
    setOption(channelId, option.name, text === '' ? { shown: '', value: '' } : { shown: text, value: text });
    suggest(channelId, option, true);
  };
  return html`<input
      id=${fieldId(channelId, option.name)}
      role="combobox"
      autocomplete="off"
      spellcheck="false"
      inputmode=${isNumber ? 'decimal' : 'text'}
      aria-label="${option.name}: ${localised(option, 'description')}"
      placeholder=${localised(option, 'description')}
      aria-expanded=${isOpen}
      aria-controls="suggestions-${channelId}"
      aria-activedescendant=${isOpen && suggested.active >= 0 ? `suggestion-${channelId}-${suggested.active}` : nothing}
      .value=${live(value?.shown ?? '')}
      @input=${type}
      @focus=${() => suggest(channelId, option)}
      @blur=${hideSuggestions}
      @keydown=${(/** @type {KeyboardEvent} */ event) => onKey(channelId, option, event)}
    />
    ${list(channelId, option.name)}`;
}

/** @param {string} channelId @param {APIApplicationCommandOption} option @param {Draft} draft */
function field(channelId, option, { values }) {
  const value = values[option.name];
  const isFile = option.type === ATTACHMENT;
  return html`<div class="option ${option.required && !value ? 'missing' : ''}" title=${localised(option, 'description')}>
    <span class="name">${localised(option, 'name')}</span>
    ${isFile ? fileField(channelId, option, value) : textField(channelId, option, value)}
    ${
      option.required
        ? nothing
        : html`<button
            type="button"
            class="drop"
            aria-label="Leave ${option.name} out"
            @click=${() => setOption(channelId, option.name, undefined)}
          >
            ${icons.close}
          </button>`
    }
  </div>`;
}

/** @param {string} channelId @param {Draft} draft */
export function commandFields(channelId, draft) {
  const { command, values } = draft;
  if (!command) return nothing;
  const isShown = (/** @type {APIApplicationCommandOption} */ option) =>
    option.required || values[option.name];
  const more = command.options.filter(option => !isShown(option));
  const add = (/** @type {APIApplicationCommandOption} */ option) => {
    setOption(channelId, option.name, { shown: '', value: '' });
    focusOption(channelId, option.name);
  };
  return html`<div class="command" @keydown=${(/** @type {KeyboardEvent} */ { key }) => key === 'Escape' && clearDraft(channelId)}>
    <div class="fields-line">
      <button type="button" class="command-name" title="Write a message instead" @click=${() => changeDraft(channelId, { command: undefined, values: {} })}>
        /${command.name}
      </button>
      ${command.options.filter(isShown).map(option => field(channelId, option, draft))}
    </div>
    ${
      more.length > 0
        ? html`<div class="more-options">
            ${more.map(
              option => html`<button type="button" title=${localised(option, 'description')} @click=${() => add(option)}>
                + ${localised(option, 'name')}
              </button>`,
            )}
          </div>`
        : nothing
    }
  </div>`;
}
