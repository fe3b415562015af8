import { expect, test } from 'vitest';
import { png } from '../../support/discord.ts';
import { eventually } from '../../support/queue.ts';
import { horseBytes, horsePicture } from '../../support/scenes.ts';
import { editIdsIn, editOf, finalOf, PATIENCE, showsResult, statusPainting } from './look.ts';
import { rig } from './rig.ts';

const horseToZebra = async () => ({ image: await horsePicture(), from: 'horse', to: 'zebra' });
const SEND = 'POST /channels/{channel_id}/messages' as const;

/** How many messages show the result of this edit. */
async function tellings(reply: Parameters<typeof finalOf>[1]): Promise<number> {
  const { discord } = rig();
  const { id } = await editOf(rig(), reply);
  return [...discord.world.channels.keys()]
    .flatMap(channel => discord.messages(channel))
    .filter(message => showsResult(message, id)).length;
}

// pictures that cannot be edited
async function refusal(image: Awaited<ReturnType<typeof horsePicture>>): Promise<string> {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', { image, from: 'horse', to: 'zebra' });
  await discord.until(() => reply.message().content !== '');
  return reply.message().content;
}

test('Too large a file is refused with both sizes.', async () => {
  const { limits } = rig().discord.world;
  const usual = limits.attachmentSize;
  const image = await horsePicture();
  // The size that the bot receives counts, not what the person’s own client let through.
  limits.attachmentSize = image.bytes.length;
  const uploading = rig().discord.ada.command('edit', { image, from: 'horse', to: 'zebra' });
  limits.attachmentSize = 1000;
  const reply = await uploading;
  await rig().discord.until(() => reply.message().content !== '');
  limits.attachmentSize = usual;
  expect(reply.message().content).toMatch(/^That file is [\d.]+ MiB\. I take up to [\d.]+ MiB\.$/);
});

test('What is no picture is refused, whatever it calls itself.', async () => {
  const text = png(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'.repeat(10)), 'horse.png');
  expect(await refusal(text)).toBe('That is not a picture I can read. Use PNG, JPEG, WebP, GIF or AVIF.');
});

test('A picture that is cut off is refused by the worker, and refunded.', async () => {
  const { discord, store } = rig();
  const nora = discord.newcomer('nora-torn');
  const torn = png((await horseBytes()).subarray(0, 900), 'torn.png');
  const reply = await nora.command('edit', { image: torn, from: 'horse', to: 'zebra' });
  const told = await discord.waitFor(message => message.content.includes('damaged or cut off'), {
    timeout: PATIENCE,
  });
  expect(told.content).toContain('This does not count towards your limit.');
  expect((await editOf(rig(), reply)).state).toBe('refused');
  expect(await store.hourly.left(`${discord.guildId}-${nora.user.id}`, 1000)).toBe(1000);
});

test('An attachment whose link has expired is asked for again.', async () => {
  const { discord } = rig();
  const post = await discord.bruno.say('Old', [await horsePicture()]);
  const opened = await discord.ada.contextMenu('Edit this image…', post);
  const modal = opened.modal();
  discord.expireAttachment(post.attachments[0].id);
  const reply = await discord.ada.submit(modal, { from: 'horse', to: 'zebra' });
  await discord.until(() => reply.message().content !== '');
  expect(reply.message().content).toBe('The link to that picture has expired. Attach it again.');
});

// Discord’s faults
test('A 429 and a 500 on the answer are outlived, and the result comes once.', async () => {
  const { discord } = rig();
  const callback = 'POST /interactions/{interaction_id}/{interaction_token}/callback' as const;
  discord.faults.add({ route: callback, status: 429, retryAfter: 0.2 });
  discord.faults.add({ route: callback, status: 500 });
  const reply = await discord.ada.command('edit', await horseToZebra());
  await finalOf(rig(), reply);
  expect(await tellings(reply)).toBe(1);
});

test('When the answer to the result’s post is lost, it is posted once all the same.', async () => {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', { ...(await horseToZebra()), steps: 96 });
  await statusPainting(rig(), reply);
  discord.faults.add({ route: SEND, status: 502, afterwards: true });
  discord.faults.add({ route: SEND, status: 500 });
  const final = await finalOf(rig(), reply);
  await discord.until(() => discord.message(final.id) !== undefined);
  const { id } = await editOf(rig(), reply);
  await eventually(() => rig().store.deliveries.get(id));
  expect(await tellings(reply)).toBe(1);
});

test('When posting fails longer than the client tries, the queue tries again.', async () => {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', { ...(await horseToZebra()), steps: 96 });
  await statusPainting(rig(), reply);
  discord.faults.add({ route: SEND, status: 500, times: 5 });
  await finalOf(rig(), reply);
  expect(await tellings(reply)).toBe(1);
});

test('Failing status edits do not keep the result from coming.', async () => {
  const { discord } = rig();
  discord.faults.add({
    route: 'PATCH /channels/{channel_id}/messages/{message_id}',
    status: 500,
    times: 12,
  });
  const reply = await discord.ada.command('edit', await horseToZebra());
  await finalOf(rig(), reply);
  discord.faults.clear();
  expect(await tellings(reply)).toBe(1);
});

test.each([true, false])('The gateway drops mid-edit (resumable: %s): the result comes.', async resumable => {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', { ...(await horseToZebra()), steps: 96 });
  await editOf(rig(), reply);
  discord.gateway.drop({ resumable });
  await finalOf(rig(), reply);
  expect(await tellings(reply)).toBe(1);
  await discord.until(() => discord.gateway.connected() === 1, PATIENCE);
  expect((await discord.ada.command('help')).message().content).toMatch(/^\*\*I replace/);
});

test('The interaction’s token runs out mid-edit: the result comes by the bot’s own.', async () => {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', { ...(await horseToZebra()), steps: 96 });
  await statusPainting(rig(), reply);
  discord.expireToken(reply.interaction);
  await finalOf(rig(), reply);
  expect(await tellings(reply)).toBe(1);
});

test('A button that the bot never made does nothing.', async () => {
  const { discord } = rig();
  const final = await finalOf(rig(), await discord.ada.command('edit', await horseToZebra()));
  const stored = discord.world.messages.get(final.id)!;
  const text = JSON.stringify(stored.message.components);
  const other = text.replaceAll(editIdsIn(final)[0], 'AAAAAAAAAAAA');
  Object.assign(stored.message, { components: JSON.parse(other) });
  const reply = await discord.bruno.press(final, 'Delete');
  await discord.until(() => reply.message().content !== '');
  expect(reply.message().content).toBe('Das habe ich nicht mehr. Fang mit /edit neu an.');
  expect(discord.message(final.id)).toBeDefined();
});
