import { Client, Events, GatewayIntentBits } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { discordForTest } from '../support/discord.ts';
import { answering, logIn, playing } from '../support/discord-bot.ts';

test('Another token is not let in.', async () => {
  const discord = await discordForTest();
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: discord.api, version: '10' },
  });
  onTestFinished(() => client.destroy());
  await expect(client.login(`${discord.token}x`)).rejects.toMatchObject({ code: 'TokenInvalid' });
});

test('A bot that lost its connection resumes, and misses nothing that happened meanwhile.', async () => {
  const { discord, client } = await playing(async interaction => {
    if (interaction.isMessageContextMenuCommand()) await interaction.reply('Here');
  });
  const said = await discord.ada.say('Look');
  const resumed = new Promise(resolve =>
    client.once(Events.ShardResume, (_id, replayed) => resolve(replayed)),
  );
  discord.gateway.drop();
  await discord.until(() => discord.gateway.connected() === 0);
  const reply = await discord.ada.contextMenu('Edit this', said);
  expect(reply.message().content).toBe('Here');
  expect(await resumed).toBeGreaterThan(0);
});

test('A bot whose session is forgotten identifies anew and goes on.', async () => {
  const { discord, client } = await playing(async interaction => {
    if (interaction.isMessageContextMenuCommand()) await interaction.reply('Here');
  });
  const ready = new Promise(resolve => client.once(Events.ShardReady, resolve));
  discord.gateway.drop({ resumable: false });
  await ready;
  const reply = await discord.ada.contextMenu('Edit this', await discord.ada.say('Look'));
  expect(reply.message().content).toBe('Here');
});

test('A bot hears of messages only with the intent for them, and reads them only with that for content.', async () => {
  const discord = await discordForTest();
  const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits;
  const heard: string[] = [];
  const listen = async (name: string, intents: GatewayIntentBits[]) => {
    const client = await logIn(discord, { intents });
    client.on(Events.MessageCreate, ({ content }) => heard.push(`${name}:${content}`));
    return client;
  };
  await listen('none', [Guilds]);
  await listen('some', [Guilds, GuildMessages]);
  await listen('all', [Guilds, GuildMessages, MessageContent]);
  await discord.ada.say('Hello');
  await discord.until(() => heard.length >= 2);
  expect(heard.toSorted()).toEqual(['all:Hello', 'some:']);
});

test('Threads that others open reach the bot.', async () => {
  const discord = await discordForTest();
  const client = await logIn(discord);
  const created = new Promise<string>(resolve =>
    client.once(Events.ThreadCreate, ({ name }) => resolve(name)),
  );
  await discord.ada.in(discord.showcase).post('My farm', 'Look');
  expect(await created).toBe('My farm');
});

test('Two bots of one token both hear of an interaction, and one of them answers.', async () => {
  const { discord } = await playing(async interaction => {
    if (interaction.isMessageContextMenuCommand()) await interaction.reply('Here');
  });
  const second = await logIn(discord);
  const { errors } = answering(second, async interaction => {
    if (interaction.isMessageContextMenuCommand()) await interaction.reply('Here');
  });
  await discord.ada.contextMenu('Edit this', await discord.ada.say('Look'));
  await discord.until(() => discord.messages(discord.pictures).length === 2);
  expect(errors.length).toBeLessThanOrEqual(1);
});
