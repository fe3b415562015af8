import { Command } from 'commander';
import { REST } from 'discord.js';
import { applicationOf } from '../bot/application.ts';
import { inviteLink } from '../bot/permissions.ts';
import { type Difference, difference, register } from '../bot/register.ts';
import { readConfig } from '../config.ts';
import { requireToken, restOptions } from './bot.ts';

interface RegisterFlags {
  readonly guild?: string;
  readonly dryRun?: boolean;
}

export function registerCommand(): Command {
  return new Command('register')
    .description('Register the commands with Discord: shows the difference, then applies it')
    .option('--guild <id>', 'in one server alone, at once; otherwise everywhere')
    .option('--dry-run', 'only show the difference')
    .action(run);
}

async function run({ guild, dryRun = false }: RegisterFlags): Promise<void> {
  const config = readConfig();
  const rest = new REST(restOptions(config)).setToken(requireToken(config.token));
  const applicationId = await applicationOf(rest);
  const target = { applicationId, guildId: guild };
  const changes = await difference(rest, target);
  process.stdout.write(`${describe(changes)}\n`);
  const same = Object.values(changes).every(list => list.length === 0);
  if (!same && !dryRun) {
    await register(rest, target);
    process.stdout.write(`Registered ${guild === undefined ? 'everywhere' : `in server ${guild}`}.\n`);
  }
  process.stdout.write(`To bring the bot to a server: ${inviteLink(applicationId)}\n`);
}

/** One line for each command: `+` new, `~` changed, `-` no longer there. */
export function describe({ added, changed, removed }: Difference): string {
  const lines = [
    ...added.map(name => `+ ${name}`),
    ...changed.map(name => `~ ${name}`),
    ...removed.map(name => `- ${name}`),
  ];
  return lines.length === 0 ? 'Discord knows every command as it is.' : lines.join('\n');
}
