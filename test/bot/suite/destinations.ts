import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { eventually } from '../../support/queue.ts';
import { horsePicture } from '../../support/scenes.ts';
import { editOf, finalOf, labelsOf } from './look.ts';
import { rig } from './rig.ts';

const horseToZebra = async () => ({ image: await horsePicture(), from: 'horse', to: 'zebra' });

// destinations
test('In direct messages the edit is answered in place, without a thread.', async () => {
  const { discord } = rig();
  const nora = discord.newcomer('nora-direct').inDirectMessages();
  const threads = discord.threads().length;
  const final = await finalOf(rig(), await nora.command('edit', await horseToZebra()));
  expect(final.channel_id).toBe(nora.channelId);
  expect(discord.threads()).toHaveLength(threads);
  const next = await finalOf(rig(), await nora.press(final, 'Guidance +'));
  expect(next.channel_id).toBe(nora.channelId);
});

test('In a forum post the edit stays in the post.', async () => {
  const { discord } = rig();
  const post = await discord.ada.in(discord.showcase).post('My horse', 'What else could it be?');
  const final = await finalOf(rig(), await discord.ada.in(post).command('edit', await horseToZebra()));
  expect(final.channel_id).toBe(post.id);
});

test('In a thread the edit stays in the thread.', async () => {
  const { discord } = rig();
  const first = await finalOf(rig(), await discord.ada.command('edit', await horseToZebra()));
  const inside = discord.ada.in(first.channel_id);
  const final = await finalOf(rig(), await inside.command('edit', await horseToZebra()));
  expect(final.channel_id).toBe(first.channel_id);
});

test('A private edit comes by direct message, and nothing of it is in the channel.', async () => {
  const { discord } = rig();
  const nora = discord.newcomer('nora-private');
  const before = discord.messages(discord.pictures).length;
  const reply = await nora.command('edit', { ...(await horseToZebra()), private: true });
  const final = await finalOf(rig(), reply);
  expect(final.channel_id).toBe(nora.inDirectMessages().channelId);
  await discord.until(() => reply.message().content !== '');
  expect(reply.message().content).toBe('On its way: I am writing to you directly.');
  expect((reply.message().flags ?? 0) & 64).toBe(64);
  expect(discord.messages(discord.pictures)).toHaveLength(before);
});

test('Where no thread may be opened, the edit is answered in place.', async () => {
  const { discord } = rig();
  discord.overwrite(discord.lounge, { deny: PermissionFlagsBits.CreatePublicThreads });
  const final = await finalOf(
    rig(),
    await discord.ada.in(discord.lounge).command('edit', await horseToZebra()),
  );
  expect(final.channel_id).toBe(discord.lounge.id);
  discord.overwrite(discord.lounge, {});
});

test('Where Discord refuses the thread, the edit is answered in place.', async () => {
  const { discord } = rig();
  discord.faults.add({
    route: 'POST /channels/{channel_id}/messages/{message_id}/threads',
    status: 400,
    code: 160_006,
    message: 'Maximum number of active threads reached',
  });
  const reply = await discord.ada.in(discord.lounge).command('edit', await horseToZebra());
  const final = await finalOf(rig(), reply);
  expect(final.channel_id).toBe(discord.lounge.id);
  expect((await editOf(rig(), reply)).destination.statusId).toBe(reply.message().id);
});

test('Where the bot may not post, it says what it needs, and charges nothing.', async () => {
  const { discord, store } = rig();
  const nora = discord.newcomer('nora-nowhere');
  discord.overwrite(discord.lounge, {
    deny:
      PermissionFlagsBits.AttachFiles |
      PermissionFlagsBits.SendMessages |
      PermissionFlagsBits.CreatePublicThreads,
  });
  const reply = await nora.in(discord.lounge).command('edit', await horseToZebra());
  await discord.until(() => reply.message().content !== '');
  expect(reply.message().content).toBe(
    'I cannot post here. A moderator has to allow me: Attach Files, Send Messages.',
  );
  expect(await store.hourly.left(`${discord.guildId}-${nora.user.id}`, 1000)).toBe(1000);
  discord.overwrite(discord.lounge, {});
});

/** Starts an edit, does something to its thread, and gives where the result ends up. */
async function resultAfter(harm: (threadId: string) => void) {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', { ...(await horseToZebra()), steps: 16 });
  const threadId = await eventually(async () => (await editOf(rig(), reply)).destination.threadId);
  harm(threadId);
  return { final: await finalOf(rig(), reply), threadId };
}

test('A thread that was archived meanwhile is opened again for the result.', async () => {
  const { discord } = rig();
  const { final, threadId } = await resultAfter(id => discord.changeThread({ id }, { archived: true }));
  expect(final.channel_id).toBe(threadId);
});

test('When its thread was locked, the result comes in the channel.', async () => {
  const { discord } = rig();
  const { final } = await resultAfter(id => discord.changeThread({ id }, { archived: true, locked: true }));
  expect(final.channel_id).toBe(discord.pictures.id);
});

test('When its thread was deleted, the result comes in the channel.', async () => {
  const { discord } = rig();
  const { final } = await resultAfter(id => void discord.world.channels.delete(id));
  expect(final.channel_id).toBe(discord.pictures.id);
});

test('When the channel is closed to the bot, the result comes by direct message.', async () => {
  const { discord } = rig();
  const { final } = await resultAfter(() =>
    discord.overwrite(discord.pictures, { deny: PermissionFlagsBits.ViewChannel }),
  );
  discord.overwrite(discord.pictures, {});
  const channel = discord.world.channels.get(final.channel_id);
  expect(channel?.type).toBe(ChannelType.DM);
  expect(labelsOf(final)).toContain('Again');
});
