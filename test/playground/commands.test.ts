import { MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { png } from '../support/discord.ts';
import { picture, playing } from '../support/discord-bot.ts';

test('A slash command carries its options, and the bot can fetch the attachment.', async () => {
  const bytes = await picture();
  const { discord, errors } = await playing(async interaction => {
    if (!interaction.isChatInputCommand()) return;
    const image = interaction.options.getAttachment('image', true);
    const fetched = Buffer.from(await (await fetch(image.url)).arrayBuffer());
    await interaction.reply({
      content: `${image.width}×${image.height} ${image.contentType} ${fetched.equals(bytes)} ${interaction.options.getInteger('steps')}`,
      flags: interaction.options.getBoolean('private') ? MessageFlags.Ephemeral : undefined,
    });
  });
  const open = await discord.ada.command('edit', { image: png(bytes), from: 'horse', steps: 4 });
  expect(open.message().content).toBe('40×30 image/png true 4');
  const hidden = await discord.ada.command('edit', { image: png(bytes), from: 'horse', private: true });
  expect(hidden.message().content).toBe('40×30 image/png true null');
  expect(discord.messages(discord.pictures).map(({ id }) => id)).toEqual([open.message().id]);
  expect(discord.messages(discord.pictures, discord.ada.user.id)).toHaveLength(2);
  expect(errors).toEqual([]);
});

test('The client refuses what an option does not allow, before the bot hears of it.', async () => {
  const { discord } = await playing(async interaction => {
    if (interaction.isRepliable()) await interaction.reply('Never');
  });
  const image = png(await picture());
  await expect(discord.ada.command('edit', { image })).rejects.toThrow('The option from is required.');
  await expect(discord.ada.command('edit', { image, from: 'horse', steps: 99 })).rejects.toThrow(
    'at most 50',
  );
  await expect(discord.ada.command('edit', { image: 'horse', from: 'horse' })).rejects.toThrow(
    'must be a file',
  );
  await expect(discord.ada.command('erase')).rejects.toThrow('There is no command erase for you here.');
});

test('A command for moderators is there for the moderator alone, with its sub-command.', async () => {
  const { discord } = await playing(async interaction => {
    if (!interaction.isChatInputCommand()) return;
    const { options } = interaction;
    await interaction.reply(`${options.getSubcommand()} ${options.getUser('member')?.displayName}`);
  });
  await expect(discord.ada.command('limits show')).rejects.toThrow('There is no command limits');
  const reply = await discord.moderator.command('limits show', { member: discord.bruno.user.id });
  expect(reply.message().content).toBe('show Bruno');
});

test('Autocomplete knows the option being typed and the language of the client.', async () => {
  const { discord } = await playing(async interaction => {
    if (!interaction.isAutocomplete()) return;
    const { name, value } = interaction.options.getFocused(true);
    await interaction.respond([{ name: `${name} ${value} ${interaction.locale}`, value: 'horse' }]);
  });
  expect(await discord.bruno.autocomplete('edit', 'from', { from: 'Pf' })).toEqual([
    { name: 'from Pf de', value: 'horse' },
  ]);
});

test('A context menu shows the bot the message with its attachments.', async () => {
  const { discord } = await playing(async interaction => {
    if (!interaction.isMessageContextMenuCommand()) return;
    const { attachments, author } = interaction.targetMessage;
    await interaction.reply(`${author.displayName} ${attachments.map(({ name }) => name).join()}`);
  });
  const message = await discord.ada.say('Look', [png(await picture(), 'farm.png')]);
  const reply = await discord.bruno.contextMenu('Edit this', message);
  expect(reply.message().content).toBe('Ada farm.png');
});
