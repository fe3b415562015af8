/**
 * Talking to the playground's server: a stream of what this user sees, and what the user does.
 *
 * @import { PageEvent, Snapshot } from '../web/events.ts'
 */
import { receive } from './receive.js';
import { notify, state, update } from './state.js';

/** @type {EventSource | undefined} */
let stream;

/** Shows the page of another user. @param {string} userId */
export function connect(userId) {
  stream?.close();
  stream = new EventSource(`/playground/events?user=${userId}`);
  stream.onopen = () => update({ isConnected: true });
  stream.onerror = () => update({ isConnected: false });
  stream.onmessage = ({ data }) => receive(/** @type {Snapshot | PageEvent} */ (JSON.parse(data)));
}

/** Users to be, and the channel where each begins. @returns {Promise<{ id: string, channelId: string }[]>} */
export const fetchPeople = async () => (await fetch('/playground/people')).json();

/**
 * Does something as the current user. Rejects with a sentence for people.
 *
 * @param {Record<string, unknown> & { act: string, channelId: string }} what
 * @param {readonly Blob[]} [files] sent as `files[n]`
 */
export async function act(what, files = []) {
  const form = new FormData();
  const { me, locale } = state;
  form.set('payload_json', JSON.stringify({ userId: me, ...(locale && { locale }), ...what }));
  for (const [index, file] of files.entries()) form.set(`files[${index}]`, file);
  const response = await fetch('/playground/act', { method: 'POST', body: form }).catch(() => {
    throw new Error('The playground is not running any more. Start it again and reload this page.');
  });
  const { result, error } = await response.json().catch(() => ({ error: 'The playground has a fault.' }));
  if (error !== undefined) throw new Error(error);
  return result;
}

/**
 * The same, with errors shown for a while in a notice. @param {Parameters<typeof
 * act>} args
 */
export async function attempt(...args) {
  try {
    return await act(...args);
  } catch (error) {
    notify(/** @type {Error} */ (error).message);
    return undefined;
  }
}
