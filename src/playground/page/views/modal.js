/**
 * Modals: what the bot asks for in a window of its own.
 *
 * @import { OpenModal } from '../../world/world.ts'
 */
import { html, nothing, render } from 'lit-html';
import { markdown } from '../markdown.js';
import { act } from '../server.js';
import { icons } from './icons.js';

/**
 * A field of a modal, of any type. @typedef {Record<string, any> & { type: number, custom_id: string }} Field
 */

const dialog = document.createElement('dialog');
dialog.className = 'modal';

/** @param {Field} field @param {string} id */
function textInput({ custom_id, style, value, placeholder, required = true, min_length, max_length }, id) {
  const limits = { min: min_length ?? nothing, max: max_length ?? nothing };
  return style === 2
    ? html`<textarea id=${id} name=${custom_id} rows="4" placeholder=${placeholder ?? ''} ?required=${required} minlength=${limits.min} maxlength=${limits.max} .value=${value ?? ''}></textarea>`
    : html`<input id=${id} name=${custom_id} placeholder=${placeholder ?? ''} ?required=${required} minlength=${limits.min} maxlength=${limits.max} .value=${value ?? ''} autocomplete="off" />`;
}

/** @param {Field} field @param {string} id */
const menu = ({ custom_id, options = [], required = true, max_values = 1 }, id) =>
  html`<select id=${id} name=${custom_id} ?required=${required} ?multiple=${max_values > 1}>
    ${options.map(
      (/** @type {any} */ option) =>
        html`<option value=${option.value} ?selected=${Boolean(option.default)}>${option.label}</option>`,
    )}
  </select>`;

/** @param {Field} field @param {string} id @param {'radio' | 'checkbox'} type */
const ticks = ({ custom_id, options = [] }, id, type) =>
  html`<div class="ticks" id=${id} role="group">
    ${options.map(
      (/** @type {any} */ option) =>
        html`<label><input type=${type} name=${custom_id} value=${option.value} ?checked=${Boolean(option.default)} /> ${option.label}</label>`,
    )}
  </div>`;

/** @type {Record<number, (field: Field, id: string) => unknown>} */
const FIELDS = {
  3: menu,
  4: textInput,
  19: ({ custom_id, required = true, max_values = 1 }, id) =>
    html`<input id=${id} type="file" name=${custom_id} ?required=${required} ?multiple=${max_values > 1} />`,
  21: (field, id) => ticks(field, id, 'radio'),
  22: (field, id) => ticks(field, id, 'checkbox'),
  23: ({ custom_id, default: isOn }, id) =>
    html`<input id=${id} type="checkbox" name=${custom_id} ?checked=${Boolean(isOn)} />`,
};

/** @param {Field} field @param {string} label @param {string} [description] */
function labelled(field, label, description) {
  const id = `field-${field.custom_id}`;
  return html`<div class="field">
    <label for=${id}>${label}${field.required === false ? nothing : html`<em aria-hidden="true">*</em>`}</label>
    ${description ? html`<small>${description}</small>` : nothing} ${FIELDS[field.type]?.(field, id) ?? nothing}
  </div>`;
}

/** @param {any} row @returns {unknown} */
function shown(row) {
  if (row.component) return labelled(row.component, row.label, row.description);
  if (row.components) return row.components.map((/** @type {Field} */ field) => labelled(field, field.label));
  return html`<div class="text">${markdown(row.content)}</div>`;
}

/** @param {any} row @returns {Field[]} */
const fieldsOf = row => (row.component ? [row.component] : (row.components ?? []));

const FILE = 19;
const ONE_VALUE = new Set([4, 21]);
const TICK = 23;

/**
 * What was filled in, by custom id; files as numbers of `files[n]`. @param {OpenModal} open @param
 * {HTMLFormElement} form
 */
function answers(open, form) {
  const data = new FormData(form);
  /** @type {File[]} */
  const files = [];
  /** @param {Field} field */
  const read = ({ type, custom_id }) => {
    const given = data.getAll(custom_id);
    if (type === TICK) return given.length > 0;
    if (type !== FILE) return ONE_VALUE.has(type) ? (given[0] ?? '') : given;
    return given.flatMap(value =>
      value instanceof File && value.size > 0 ? { file: files.push(value) - 1 } : [],
    );
  };
  const fields = open.modal.components.flatMap(fieldsOf).map(field => [field.custom_id, read(field)]);
  return { fields: Object.fromEntries(fields), files };
}

/** @param {OpenModal} open @param {string} channelId @param {string} [error] */
function draw(open, channelId, error = '') {
  const submit = async (/** @type {Event & { target: HTMLFormElement }} */ event) => {
    event.preventDefault();
    const { fields, files } = answers(open, event.target);
    try {
      const outcome = await act(
        { act: 'modal', channelId, interactionId: open.interactionId, fields },
        files,
      );
      dialog.close();
      handleOutcome(outcome, channelId);
    } catch (reason) {
      draw(open, channelId, /** @type {Error} */ (reason).message);
    }
  };
  render(
    html`<form @submit=${submit} aria-labelledby="modal-title">
      <header>
        <h2 id="modal-title">${open.modal.title}</h2>
        <button type="button" class="ghost" aria-label="Close" @click=${() => dialog.close()}>${icons.close}</button>
      </header>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      ${/** @type {any[]} */ (open.modal.components).map(shown)}
      <footer>
        <button type="button" class="button secondary" @click=${() => dialog.close()}>Cancel</button>
        <button class="button primary">Submit</button>
      </footer>
    </form>`,
    dialog,
  );
}

/**
 * What an answer of the bot leaves for the page to do: a modal is opened. @param {any} outcome @param
 * {string} channelId
 */
export function handleOutcome(outcome, channelId) {
  if (outcome?.kind !== 'modal') return;
  // Drawn from nothing, so that no field keeps what another modal held.
  render(nothing, dialog);
  draw(outcome.modal, channelId);
  if (!dialog.isConnected) document.body.append(dialog);
  dialog.showModal();
  /** @type {HTMLElement | null} */ (
    dialog.querySelector('.field input, .field textarea, .field select')
  )?.focus();
}
