import { Client, Events, GatewayIntentBits, MessageFlags } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { discordForTest } from '../support/discord.ts';

test('A real discord.js client logs in, registers a command and answers it.', async () => {
  const discord = await discordForTest();
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: discord.api, version: '10', cdn: discord.cdn },
  });
  onTestFinished(() => client.destroy());
  const ready = new Promise(resolve => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  await ready;
  await client.application!.commands.set([{ name: 'ping', description: 'Answers.' }]);
  client.on(Events.InteractionCreate, async interaction => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply(`Hello ${interaction.user.displayName} of ${interaction.guild?.name}`);
  });

  const reply = await discord.ada.command('ping');
  expect(reply.kind).toBe('deferred');
  await discord.waitFor('Hello Ada of Inlay playground', { seenBy: discord.ada.user.id });
  expect(discord.messages(discord.pictures)).toEqual([]);
  expect(discord.problems).toEqual([]);
});
