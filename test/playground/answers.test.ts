import { type Interaction, MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { logIn, playing } from '../support/discord-bot.ts';

test('A bot that says nothing has failed, and what it says later is unknown.', async () => {
  let late: Interaction | undefined;
  const { discord } = await playing(
    async interaction => {
      late = interaction;
    },
    { acknowledgeWithinMs: 1_000 },
  );
  const said = await discord.ada.say('Look');
  await expect(discord.ada.contextMenu('Edit this', said)).rejects.toThrow(
    'The application did not respond.',
  );
  if (!late?.isRepliable()) throw new Error('The bot heard nothing');
  await expect(late.reply('Late')).rejects.toMatchObject({ code: 10_062, status: 404 });
});

test('A second answer is one too many, also when both come at once.', async () => {
  const { discord, client, errors } = await playing(async interaction => {
    const answer = () =>
      client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
        body: { type: 4, data: { content: 'Hello' } },
        auth: false,
      });
    await Promise.all([answer(), answer()]);
  });
  await discord.ada.contextMenu('Edit this', await discord.ada.say('Look'));
  await discord.until(() => errors.length > 0);
  expect(errors).toEqual([expect.objectContaining({ code: 40_060 })]);
  expect(discord.messages(discord.pictures).filter(({ content }) => content === 'Hello')).toHaveLength(1);
});

test('The first message after a deferred reply replaces it; later ones follow it.', async () => {
  const { discord } = await playing(async interaction => {
    if (!interaction.isMessageContextMenuCommand()) return;
    await interaction.deferReply();
    await interaction.followUp('First');
    await interaction.followUp('Second');
    await interaction.deleteReply();
  });
  const reply = await discord.ada.contextMenu('Edit this', await discord.ada.say('Look'));
  await discord.until(() => discord.history(reply.interaction.originalId!).length === 2);
  await discord.until(
    () =>
      discord
        .messages(discord.pictures)
        .map(({ content }) => content)
        .join() === 'Look,Second',
  );
  expect(discord.history(reply.interaction.originalId!).map(({ content }) => content)).toEqual(['', 'First']);
});

test('An interaction token ends; the bot token still reaches the message.', async () => {
  const { discord } = await playing(async interaction => {
    if (interaction.isMessageContextMenuCommand()) await interaction.deferReply();
  });
  const { interaction, message } = await discord.ada.contextMenu('Edit this', await discord.ada.say('Look'));
  discord.expireToken(interaction);
  const client = await logIn(discord);
  const hook = `/webhooks/${discord.applicationId}/${interaction.token}/messages/@original` as const;
  await expect(client.rest.patch(hook, { body: { content: 'By token' }, auth: false })).rejects.toMatchObject(
    {
      code: 50_027,
      status: 401,
    },
  );
  await client.rest.patch(`/channels/${discord.pictures.id}/messages/${message().id}`, {
    body: { content: 'By bot' },
  });
  expect(message().content).toBe('By bot');
});

test('An ephemeral message is out of reach for the bot token.', async () => {
  const { discord, client } = await playing(async interaction => {
    if (interaction.isMessageContextMenuCommand()) {
      await interaction.reply({ content: 'Psst', flags: MessageFlags.Ephemeral });
    }
  });
  const reply = await discord.ada.contextMenu('Edit this', await discord.ada.say('Look'));
  const path = `/channels/${discord.pictures.id}/messages/${reply.message().id}` as const;
  await expect(client.rest.get(path)).rejects.toMatchObject({ code: 10_008 });
  await expect(client.rest.patch(path, { body: { content: 'Loud' } })).rejects.toMatchObject({
    code: 10_008,
  });
});
