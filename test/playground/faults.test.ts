import { RESTEvents, type TextChannel } from 'discord.js';
import { expect, test } from 'vitest';
import { discordForTest } from '../support/discord.ts';
import { logIn } from '../support/discord-bot.ts';

const SEND = 'POST /channels/{channel_id}/messages' as const;

async function channel(rest = {}) {
  const discord = await discordForTest();
  const client = await logIn(discord, { rest });
  return { discord, client, text: client.channels.cache.get(discord.pictures.id) as TextChannel };
}

test('A client that is told to wait does, and then its message is there once.', async () => {
  const { discord, client, text } = await channel();
  const limited: number[] = [];
  client.rest.on(RESTEvents.RateLimited, ({ timeToReset }) => limited.push(timeToReset));
  discord.faults.add({ route: SEND, status: 429, retryAfter: 0.2 });
  const began = performance.now();
  await text.send('Patience');
  expect(performance.now() - began).toBeGreaterThan(190);
  expect(limited).toHaveLength(1);
  expect(discord.messages(discord.pictures)).toHaveLength(1);
});

test('A server that fails is asked again.', async () => {
  const { discord, text } = await channel();
  discord.faults.add({ route: SEND, status: 500, times: 2 });
  await text.send('At last');
  expect(discord.messages(discord.pictures)).toHaveLength(1);
});

test('An answer that is lost leads to a second message, unless a nonce is enforced.', async () => {
  const { discord, text } = await channel();
  discord.faults.add({ route: SEND, status: 502, afterwards: true });
  await text.send('Doubled');
  expect(discord.messages(discord.pictures)).toHaveLength(2);
  discord.faults.add({ route: SEND, status: 502, afterwards: true });
  await text.send({ content: 'Once', nonce: '1', enforceNonce: true });
  expect(discord.messages(discord.pictures)).toHaveLength(3);
});

test('A connection that is cut is an error of the network.', async () => {
  const { discord, text } = await channel({ retries: 0 });
  discord.faults.add({ route: SEND, status: 0 });
  await expect(text.send('x')).rejects.toThrow(/other side closed|socket|ECONNRESET|terminated/i);
});

test('A refusal in words of its own reaches the client; a cleared fault does not.', async () => {
  const { discord, text } = await channel();
  discord.faults.add({ route: SEND, status: 400, code: 160_006, message: 'Too many active threads' });
  await expect(text.send('x')).rejects.toMatchObject({ code: 160_006, message: 'Too many active threads' });
  discord.faults.add({ status: 500, times: 100 });
  discord.faults.clear();
  await text.send('x');
});
