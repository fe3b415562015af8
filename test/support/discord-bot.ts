import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  type Interaction,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import type { Playground, PlaygroundOptions } from '../../src/playground/index.ts';
import { discordForTest } from './discord.ts';
import { meadow, sharpOf } from './pictures.ts';

/** A real discord.js client, logged in to a playground and ready; it goes when the test is over. */
export async function logIn(
  { api, cdn, token }: Playground,
  { rest, ...options }: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    ...options,
    rest: { api, version: '10', cdn, ...rest },
  });
  onTestFinished(() => client.destroy());
  const ready = new Promise<Client<true>>(resolve => client.once(Events.ClientReady, resolve));
  await client.login(token);
  return ready;
}

type Execute = (interaction: Interaction) => Promise<unknown>;

/** Lets a client answer interactions; what an answer throws is collected, not lost. */
export function answering(client: Client, execute: Execute): { readonly errors: unknown[] } {
  const errors: unknown[] = [];
  client.on(Events.InteractionCreate, interaction => {
    execute(interaction).catch(error => errors.push(error));
  });
  return { errors };
}

/** What the bot of a test registers. */
const COMMANDS = [
  {
    name: 'edit',
    description: 'Edits a picture.',
    options: [
      { name: 'image', description: 'Which', type: ApplicationCommandOptionType.Attachment, required: true },
      {
        name: 'from',
        description: 'What',
        type: ApplicationCommandOptionType.String,
        required: true,
        autocomplete: true,
      },
      {
        name: 'steps',
        description: 'How many',
        type: ApplicationCommandOptionType.Integer,
        min_value: 1,
        max_value: 50,
      },
      { name: 'private', description: 'For me alone', type: ApplicationCommandOptionType.Boolean },
    ],
  },
  {
    name: 'limits',
    description: 'Limits',
    default_member_permissions: '32',
    options: [
      {
        name: 'show',
        description: 'Shows them',
        type: ApplicationCommandOptionType.Subcommand,
        options: [{ name: 'member', description: 'Whose', type: ApplicationCommandOptionType.User }],
      },
    ],
  },
  { name: 'Edit this', type: ApplicationCommandType.Message },
] as const;

/** A playground whose bot answers by `execute`. */
export async function playing(
  execute: (interaction: Interaction) => Promise<unknown>,
  options: PlaygroundOptions = {},
) {
  const discord = await discordForTest(options);
  const client = await logIn(discord);
  await client.application.commands.set(COMMANDS as never);
  return { discord, client, ...answering(client, execute) };
}

/** A small PNG, 40 by 30. */
export async function picture(): Promise<Buffer> {
  return sharpOf(await meadow(40, 30, { name: 'horse', size: 20 }))
    .png()
    .toBuffer();
}
