import type { TextChannel } from 'discord.js';
import { expect, test } from 'vitest';
import { makeLatency, ways } from '../../src/playground/latency.ts';
import { discordForTest } from '../support/discord.ts';
import { logIn, playing } from '../support/discord-bot.ts';

test('One way takes half of the latency, give or take half; one seed gives the same jitter.', () => {
  const drawn = (seed: number) => {
    const next = ways({ latencyMs: 60, latencySeed: seed });
    return Array.from({ length: 100 }, next);
  };
  const first = drawn(7);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(15);
  expect(Math.max(...first)).toBeLessThanOrEqual(45);
  expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(20);
  expect(drawn(7)).toEqual(first);
  expect(drawn(8)).not.toEqual(first);
});

test('What is to arrive in order does, whatever the jitter.', async () => {
  const { inOrder } = makeLatency({ latencyMs: 40 });
  const arrived: number[] = [];
  await new Promise<void>(resolve => {
    for (let i = 0; i < 20; i++) inOrder(() => arrived.push(i) === 20 && resolve());
  });
  expect(arrived).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test('A request takes both ways, and an interaction one before the bot hears of it.', async () => {
  const discord = await discordForTest({ latencyMs: 200 });
  const client = await logIn(discord);
  const text = client.channels.cache.get(discord.pictures.id) as TextChannel;
  const began = performance.now();
  await text.send('Far away');
  expect(performance.now() - began).toBeGreaterThan(100);
  const { discord: other } = await playing(
    async interaction => interaction.isRepliable() && interaction.deferReply(),
    { latencyMs: 200 },
  );
  const asked = performance.now();
  await other.moderator.command('limits show', {});
  expect(performance.now() - asked).toBeGreaterThan(90);
});
