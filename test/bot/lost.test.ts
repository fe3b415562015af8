import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openRig, type Rig } from '../support/bot.ts';
import { horsePicture } from '../support/scenes.ts';
import { editOf, finalOf, PATIENCE } from './suite/look.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const SEND = 'POST /channels/{channel_id}/messages' as const;
let rig: Rig;

beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

test('One 401 of Discord’s loses neither the result nor the token.', async () => {
  const { discord } = rig;
  const horse = async () => ({ image: await horsePicture(), from: 'horse', to: 'zebra', steps: 16 });
  const reply = await discord.ada.command('edit', await horse());
  await discord.waitFor(({ content }) => content.includes('Painting…'), { timeout: PATIENCE });
  await editOf(rig, reply);
  discord.faults.add({ route: SEND, status: 401, message: '401: Unauthorized' });
  await finalOf(rig, reply);
  await finalOf(rig, await discord.bruno.command('edit', await horse()));
});

test('A token that Discord has forgotten ends the bot, with what to do.', async () => {
  const { discord, bot } = rig;
  Object.assign(discord.world, { token: 'another' });
  await discord.ada.command('edit', { image: await horsePicture(), from: 'horse', to: 'zebra' });
  expect(await bot.lost).toMatchObject({
    name: 'UserError',
    message: /^Discord does not know DISCORD_TOKEN/,
  });
});

test('A gateway that closes for good ends the bot.', async () => {
  rig.discord.gateway.drop({ code: 4014 });
  expect(await rig.bot.lost).toMatchObject({ name: 'UserError', message: expect.stringContaining('4014') });
});
