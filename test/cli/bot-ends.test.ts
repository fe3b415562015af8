import { expect, test, vi } from 'vitest';
import { inlay } from '../support/cli.ts';
import { dataFolder } from '../support/data-folders.ts';
import { type Discord, discordForTest } from '../support/discord.ts';

// A whole bot each, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 180_000 });

/** Runs `inlay bot` until it is connected, and then does something to it. */
async function ended(happens: (discord: Discord) => void) {
  const discord = await discordForTest();
  const env = {
    ...{ DISCORD_TOKEN: discord.token, DISCORD_API: discord.api, DATA_DIR: dataFolder(), QUEUE_URL: '' },
    LOG_LEVEL: 'info',
  };
  let ready = false;
  const { code, stderr } = await inlay(['bot'], {
    env,
    onStderr: text => {
      if (ready || !text.includes('the bot is ready')) return;
      ready = true;
      happens(discord);
    },
  });
  const sentences = stderr.split('\n').filter(line => line !== '' && !line.startsWith('{'));
  return { code, sentences };
}

test('The bot ends with one sentence, and with the code by which a supervisor restarts it or not.', async () => {
  const [intents, session, token] = await Promise.all([
    ended(({ gateway }) => gateway.drop({ code: 4014 })),
    ended(({ gateway }) => gateway.drop({ code: 4004 })),
    ended(discord => {
      Object.assign(discord.world, { token: 'another' });
      discord.gateway.drop({ code: 4004 });
    }),
  ]);
  expect(intents).toEqual({ code: 2, sentences: [expect.stringMatching(/\(4014\)/)] });
  expect(session).toEqual({
    code: 1,
    sentences: ['Discord closed the connection (4004): start Inlay again.'],
  });
  expect(token).toEqual({
    code: 2,
    sentences: [expect.stringMatching(/^Discord does not know DISCORD_TOKEN/)],
  });
});
