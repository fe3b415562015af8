import { join } from 'node:path';
import { Command } from 'commander';
import { REST } from 'discord.js';
import { register } from '../bot/register.ts';
import { type Config, readConfig } from '../config.ts';
import { startPlayground } from '../playground/index.ts';
import { serveDiscord } from './bot.ts';
import { untilStopped } from './queue.ts';
import { openService } from './service.ts';

export function startCommand(): Command {
  return new Command('start')
    .description('Run bot and worker in one; without a token, the playground on this machine')
    .action(run);
}

async function run(): Promise<void> {
  const config = readConfig();
  if (config.token === undefined) await servePlayground(config);
  else await serveDiscord({ works: true });
}

/** The real bot on a local server that stands in for Discord, and a page to try it from. */
async function servePlayground(config: Config): Promise<void> {
  const playground = await startPlayground({
    port: config.playgroundPort,
    latencyMs: config.playgroundLatencyMs,
  });
  try {
    const { api, cdn, token, applicationId, url } = playground;
    const rest = { api, cdn, version: '10' };
    await register(new REST(rest).setToken(token), { applicationId });
    // Its members and channels are new each time: what it leaves is not to mix with a real bot's.
    const apart = { ...config, dataDir: join(config.dataDir, 'playground') };
    const service = await openService(apart, { token, rest, origins: [url] }, { works: true });
    process.stdout.write(`The playground is open at ${url}\nCtrl-C stops it.\n`);
    await untilStopped();
    await service.close();
  } finally {
    await playground.close();
  }
}
