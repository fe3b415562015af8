/**
 * What is being written in each channel: a message, or a command with its options.
 *
 * @import { APIAttachment } from 'discord-api-types/v10'
 * @import { Runnable } from './commands.js'
 */
import { local } from './addresses.js';
import { commandsIn, runnables } from './commands.js';
import { update } from './state.js';

/**
 * What an option holds, and how that reads. @typedef {{ shown: string, value: string | number | boolean |
 * File }} Value
 */

/**
 * @typedef {object} Draft
 * @property {string} text
 * @property {readonly File[]} files of a message
 * @property {Runnable | undefined} command
 * @property {Readonly<Record<string, Value>>} values by option
 * @property {string} error
 * @property {boolean} isSending
 */

/** @type {Draft} */
const EMPTY = { text: '', files: [], command: undefined, values: {}, error: '', isSending: false };

/** @type {Map<string, Draft>} */
const drafts = new Map();

/** @param {string} channelId */
export const draftOf = channelId => drafts.get(channelId) ?? EMPTY;

/** @param {string} channelId @param {Partial<Draft>} change */
export function changeDraft(channelId, change) {
  drafts.set(channelId, { ...draftOf(channelId), error: '', ...change });
  update();
}

/** @param {string} channelId */
export const clearDraft = channelId => changeDraft(channelId, EMPTY);

export const forgetDrafts = () => drafts.clear();

/** @param {string} channelId @param {string} option @param {Value | undefined} value */
export function setOption(channelId, option, value) {
  const { [option]: _, ...others } = draftOf(channelId).values;
  changeDraft(channelId, { values: value === undefined ? others : { ...others, [option]: value } });
}

/** Files, each under the address that shows it in the composer. @type {WeakMap<File, string>} */
const previews = new WeakMap();

/** @param {File} file */
export function previewOf(file) {
  const known = previews.get(file) ?? URL.createObjectURL(file);
  previews.set(file, known);
  return known;
}

/** @param {string} address @param {string} name */
async function fetchFile(address, name) {
  const blob = await (await fetch(address)).blob();
  return new File([blob], name, { type: blob.type });
}

const ATTACHMENT = 11;

/** @param {Runnable} command */
const fileOption = ({ options }) => options.find(({ type }) => type === ATTACHMENT);

/** The command that pictures are for: `edit`, or the first that takes a file. @param {string} channelId */
async function pictureCommand(channelId) {
  const taking = runnables(await commandsIn(channelId)).filter(fileOption);
  return taking.find(({ name }) => name === 'edit') ?? taking[0];
}

/**
 * Fills in the picture command with a file, and words where it has options for them.
 *
 * @param {string} channelId
 * @param {File} file
 * @param {Readonly<Record<string, string>>} [words]
 */
async function draftPicture(channelId, file, words = {}) {
  const command = await pictureCommand(channelId);
  if (command === undefined) return;
  /** @type {Record<string, Value>} */
  const values = {
    [/** @type {{ name: string }} */ (fileOption(command)).name]: { shown: file.name, value: file },
  };
  for (const { name } of command.options)
    if (words[name]) values[name] = { shown: words[name], value: words[name] };
  changeDraft(channelId, { ...EMPTY, command, values });
}

/** @param {string} channelId @param {Readonly<Record<string, string>>} words */
export const draftSample = async (channelId, words) =>
  draftPicture(channelId, await fetchFile('/sample.png', 'sample.png'), words);

/** @param {string} channelId @param {APIAttachment} attachment */
export const usePicture = async (channelId, { url, filename }) =>
  draftPicture(channelId, await fetchFile(local(url), filename));

/**
 * Puts files where they belong: into the command's option for files, or beside the message. @param {string}
 * channelId @param {readonly File[]} files
 */
export function addFiles(channelId, files) {
  const { command, files: present } = draftOf(channelId);
  const option = command && fileOption(command);
  if (option && files[0]) setOption(channelId, option.name, { shown: files[0].name, value: files[0] });
  else changeDraft(channelId, { files: [...present, ...files] });
}
