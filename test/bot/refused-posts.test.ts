import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Fault } from '../../src/playground/faults.ts';
import type { StoredEdit } from '../../src/store/records.ts';
import { openRig, type Rig } from '../support/bot.ts';
import type { Person } from '../support/discord.ts';
import { eventually } from '../support/queue.ts';
import { horsePicture } from '../support/scenes.ts';
import { editOf, labelsOf, PATIENCE } from './suite/look.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const SEND = 'POST /channels/{channel_id}/messages' as const;
const CHANGE = 'PATCH /channels/{channel_id}/messages/{message_id}' as const;
/** More than words and buttons take, less than any picture. */
const PICTURES = 2_500;

let rig: Rig;
let people = 0;

beforeAll(async () => {
  rig = await openRig({ retryMs: 10 });
});
afterEach(() => rig.discord.faults.clear());
afterAll(() => rig.close());

/**
 * Somebody new asks for an edit, of so many steps that it costs two pictures, and Discord refuses from then
 * on, as `fault` says.
 */
async function askWhile(fault: Fault | undefined, change: Record<string, unknown> = {}) {
  const nora = rig.discord.newcomer(`nora-${++people}`);
  const options = { image: await horsePicture(), from: 'horse', to: 'zebra', steps: 16, ...change };
  const reply = await nora.command('edit', options);
  const edit = await editOf(rig, reply);
  await eventually(async () => (await rig.store.edits.get(edit.id))?.destination.statusId);
  if (fault !== undefined) rig.discord.faults.add(fault);
  return { nora, edit };
}

const settled = ({ id }: StoredEdit) =>
  eventually(async () => {
    const edit = await rig.store.edits.get(id);
    return edit?.result === undefined || edit.statusOpen ? undefined : edit;
  }, PATIENCE);

const toldTo = ({ user }: Person): Promise<APIMessage> =>
  rig.discord.waitFor(message => message.mentions[0]?.id === user.id && labelsOf(message).length > 0, {
    timeout: PATIENCE,
  });

const left = ({ user }: Person) => rig.store.hourly.left(`${rig.discord.guildId}-${user.id}`, 1000);

test('Pictures that are too large here come smaller, in the same thread.', async () => {
  const { nora, edit } = await askWhile({
    route: SEND,
    overBytes: 25_000,
    status: 413,
    code: 40005,
    times: 99,
  });
  const told = await toldTo(nora);
  expect(told.attachments[1].filename).toBe('after.webp');
  expect(told.content).toContain('Made smaller');
  expect(told.channel_id).toBe((await settled(edit)).destination.threadId);
  expect(await left(nora)).toBe(998);
});

test.each([
  [{ status: 413, code: 0 }, 'too large to be posted'],
  [{ status: 400, code: 50045 }, 'too large to be posted'],
  [{ status: 400, code: 20009 }, 'does not let me post that picture'],
  [{ status: 400, code: 200000 }, 'does not let me post that picture'],
])('Where %o is all that pictures get, the words say why, and it costs nothing.', async (refusal, why) => {
  const { nora, edit } = await askWhile({ route: SEND, overBytes: PICTURES, times: 99, ...refusal });
  const told = await toldTo(nora);
  expect(told.content).toContain(why);
  expect(told.attachments).toEqual([]);
  await settled(edit);
  expect(await left(nora)).toBe(1000);
});

test('Where nothing at all may be posted, that is not tried for long: the status is closed, and it costs nothing.', async () => {
  const { nora, edit } = await askWhile({ route: SEND, status: 403, code: 50013, times: 99 });
  const { state, destination } = await settled(edit);
  expect(state).toBe('done');
  expect(labelsOf(rig.discord.message(destination.statusId!))).toEqual([]);
  expect(await left(nora)).toBe(1000);
  expect(await rig.store.edits.unsettled()).toEqual([]);
});

test('A mask whose message may not be changed any more comes in a message of its own.', async () => {
  const nora = rig.discord.newcomer('nora-finds');
  const reply = await nora.command('mask', { image: await horsePicture(), from: 'horse' });
  rig.discord.faults.add({ route: CHANGE, status: 429, code: 30046, retryAfter: 60, times: 99 });
  const { id } = await editOf(rig, reply);
  const told = await rig.discord.waitFor(
    message => labelsOf(message).includes('Paint…') && JSON.stringify(message.components).includes(id),
    { timeout: 20_000 },
  );
  const { destination } = (await rig.store.edits.get(id))!;
  expect(told.id).not.toBe(destination.statusId);
});

test('A limit on changes of the status does not hold the result back.', async () => {
  const { nora, edit } = await askWhile({ route: CHANGE, status: 429, retryAfter: 20 }, { steps: 40 });
  const began = Date.now();
  await toldTo(nora);
  expect(Date.now() - began).toBeLessThan(15_000);
  await settled(edit);
});

test('An outage of many attempts is outlived.', async () => {
  const { nora } = await askWhile({ route: SEND, status: 403, code: 40333, times: 12 });
  expect((await toldTo(nora)).attachments).toHaveLength(2);
  expect(await left(nora)).toBe(998);
});

test('Pictures that are gone by the time they can be posted are reported as gone, and cost nothing.', async () => {
  const { nora, edit } = await askWhile({ route: SEND, status: 403, code: 40333, times: 9999 });
  const { result } = await eventually(async () => {
    const now = await rig.store.edits.get(edit.id);
    return now?.result && now;
  }, PATIENCE);
  if (result?.outcome !== 'done') throw new Error('It was not painted');
  await rig.queue.artifacts.delete(result.runs[0].image);
  // The attempt that is under way may have the picture already: it fails, too.
  rig.discord.faults.clear();
  rig.discord.faults.add({ route: SEND, status: 403, code: 40333, times: 3 });
  expect((await toldTo(nora)).content).toContain('I no longer have this one.');
  await settled(edit);
  expect(await left(nora)).toBe(1000);
});
