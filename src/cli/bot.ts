import { Command } from 'commander';
import type { RESTOptions } from 'discord.js';
import { inviteLink } from '../bot/permissions.ts';
import { type Config, readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { check } from './check.ts';
import { untilStopped } from './queue.ts';
import { openService } from './service.ts';

export function botCommand(): Command {
  return new Command('bot')
    .description('Run the Discord bot; edits are made by `inlay worker` elsewhere')
    .option(
      '--check',
      'report the health of the bot that runs here, and whether the queue answers; start none',
    )
    .action(run);
}

async function run({ check: checks = false }: { readonly check?: boolean }): Promise<void> {
  if (checks) return check(readConfig(), 'bot', createLogger('silent'));
  await serveDiscord({ works: false });
}

/** Serves Discord until a signal stops it. Throws `UserError('bad-option')` when no token is set. */
export async function serveDiscord({ works }: { readonly works: boolean }): Promise<void> {
  const config = readConfig();
  const discord = { token: requireToken(config.token), rest: restOptions(config) };
  const service = await openService(config, discord, { works });
  process.stdout.write(
    `Inlay is at work. To bring it to a server: ${inviteLink(service.bot.applicationId)}\nCtrl-C stops it.\n`,
  );
  const loss = await Promise.race([untilStopped(), service.bot.lost]);
  await service.close();
  // What a child or a connection still holds open does not keep a lost bot alive.
  if (loss !== undefined) setTimeout(() => process.exit(), LEAVE_MS).unref();
  if (loss !== undefined) throw loss;
}

/** A bot that Discord has done with ends within this, whatever is still open. */
const LEAVE_MS = 5_000;

/** How Discord's API is asked. */
export const restOptions = ({ discordApi }: Pick<Config, 'discordApi'>): Partial<RESTOptions> => ({
  version: '10',
  ...(discordApi === undefined ? {} : { api: discordApi }),
});

export function requireToken(token: string | undefined): string {
  if (token !== undefined) return token;
  throw new UserError(
    'bad-option',
    'DISCORD_TOKEN is not set: put the bot’s token into .env, as .env.example shows.',
  );
}
