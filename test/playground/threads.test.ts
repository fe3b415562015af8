import type { TextChannel } from 'discord.js';
import { expect, test } from 'vitest';
import { discordForTest, png } from '../support/discord.ts';
import { logIn, picture } from '../support/discord-bot.ts';

async function channel() {
  const discord = await discordForTest();
  const client = await logIn(discord);
  return { discord, client, text: client.channels.cache.get(discord.pictures.id) as TextChannel };
}

test('A thread has the id of the message it hangs on, and shows that message first.', async () => {
  const { discord, text } = await channel();
  const message = await text.send('horse → zebra');
  const thread = await message.startThread({ name: 'horse → zebra' });
  expect(thread.id).toBe(message.id);
  await thread.send('Working');
  expect(discord.messages(thread).map(({ type, content }) => [type, content])).toEqual([
    [21, ''],
    [0, 'Working'],
  ]);
  expect(discord.message(message.id).thread?.name).toBe('horse → zebra');
  expect(discord.threads(discord.pictures).map(({ id }) => id)).toEqual([thread.id]);
  await discord.ada.in(thread).say('Nice');
  expect(await text.threads.cache.get(thread.id)?.messages.fetch()).toHaveLength(3);
});

test('A message has one thread; a second try says that it is there.', async () => {
  const { discord, text } = await channel();
  const message = await text.send('horse → zebra');
  await message.startThread({ name: 'One' });
  const again = discord.pictures.id;
  await expect(
    text.client.rest.post(`/channels/${again}/messages/${message.id}/threads`, { body: { name: 'Two' } }),
  ).rejects.toMatchObject({ code: 160_004, status: 400 });
});

test('Without the right there is no thread; in a thread only the right for threads counts.', async () => {
  const { discord, text } = await channel();
  const rights = { create: 1n << 35n, inThreads: 1n << 38n, send: 1n << 11n };
  const message = await text.send('horse → zebra');
  discord.overwrite(discord.pictures, { deny: rights.create });
  await expect(message.startThread({ name: 'No' })).rejects.toMatchObject({ code: 50_013 });
  discord.overwrite(discord.pictures, {});
  const thread = await message.startThread({ name: 'Yes' });
  discord.overwrite(discord.pictures, { deny: rights.send });
  await thread.send('Words');
  discord.overwrite(discord.pictures, { deny: rights.inThreads });
  await expect(thread.send('None')).rejects.toMatchObject({ code: 50_013 });
});

test('An archived thread wakes by a message, but not to an edit; a locked one does not wake.', async () => {
  const { discord, text } = await channel();
  const thread = await (await text.send('x')).startThread({ name: 'x' });
  const status = await thread.send('Working');
  discord.changeThread(thread, { archived: true });
  await expect(status.edit('Still')).rejects.toMatchObject({ code: 50_083 });
  await thread.send('Awake');
  await status.edit('Still');
  expect(discord.threads()[0].thread_metadata?.archived).toBe(false);
  discord.changeThread(thread, { archived: true, locked: true });
  await expect(thread.send('Locked')).rejects.toMatchObject({ code: 160_005 });
});

test('The bot opens its own archived thread again.', async () => {
  const { discord, text } = await channel();
  const thread = await (await text.send('x')).startThread({ name: 'x' });
  discord.changeThread(thread, { archived: true });
  await thread.setArchived(false);
  expect(discord.threads()[0].thread_metadata?.archived).toBe(false);
});

test('Direct messages have no threads, and the bot opens them once.', async () => {
  const { discord, client } = await channel();
  const user = await client.users.fetch(discord.ada.user.id);
  const direct = await user.createDM();
  const message = await direct.send('Hello');
  expect((await user.createDM(true)).id).toBe(direct.id);
  await expect(
    client.rest.post(`/channels/${direct.id}/messages/${message.id}/threads`, { body: { name: 'x' } }),
  ).rejects.toMatchObject({ code: 50_024 });
  expect(discord.ada.inDirectMessages().channelId).toBe(direct.id);
  await expect(discord.bruno.in(direct.id).say('Let me in')).rejects.toThrow('Missing Access');
});

test('A post in a forum is a thread whose first message has its id; the bot answers in it.', async () => {
  const { discord, client } = await channel();
  const post = await discord.ada.in(discord.showcase).post('My farm', 'Look', [png(await picture())]);
  expect(discord.messages(post).map(({ id }) => id)).toEqual([post.id]);
  await client.rest.post(`/channels/${post.id}/messages`, { body: { content: 'A horse' } });
  await expect(
    client.rest.post(`/channels/${discord.showcase.id}/messages`, { body: { content: 'x' } }),
  ).rejects.toMatchObject({ code: 50_008 });
  await expect(
    client.rest.post(`/channels/${post.id}/messages/${post.id}/threads`, { body: { name: 'x' } }),
  ).rejects.toMatchObject({ code: 50_024 });
  expect(discord.messages(post)).toHaveLength(2);
});

test('A thread that a moderator deletes is gone with its messages.', async () => {
  const { discord, client, text } = await channel();
  const thread = await (await text.send('x')).startThread({ name: 'x' });
  discord.overwrite(discord.pictures, { allow: 1n << 34n });
  await client.rest.delete(`/channels/${thread.id}`);
  await expect(thread.send('x')).rejects.toMatchObject({ code: 10_003 });
  expect(discord.threads()).toEqual([]);
});
