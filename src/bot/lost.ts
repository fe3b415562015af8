import { GatewayCloseCodes } from 'discord.js';
import { ConnectionLost, UserError } from '../errors.ts';

export const TOKEN_REFUSED =
  'Discord does not know DISCORD_TOKEN: copy it again from the application’s page, under Bot.';

const PORTAL = 'https://discord.com/developers/applications';

/**
 * Why Discord closes a gateway for good, and what the operator is to do; a restart alone would not help.
 */
const FATAL: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: TOKEN_REFUSED,
  [GatewayCloseCodes.InvalidShard]:
    'Discord closed the connection (4010, invalid shard): this is a bug of Inlay.',
  [GatewayCloseCodes.ShardingRequired]:
    'Discord closed the connection (4011): the bot is in more servers than one connection may serve; remove it from some.',
  [GatewayCloseCodes.InvalidAPIVersion]:
    'Discord closed the connection (4012): it no longer speaks version 10; update Inlay.',
  [GatewayCloseCodes.InvalidIntents]:
    'Discord closed the connection (4013, invalid intents): this is a bug of Inlay.',
  [GatewayCloseCodes.DisallowedIntents]: `Discord closed the connection (4014): the application may not see servers; look at ${PORTAL}.`,
};

/**
 * The error that ends the process after a gateway was closed for good.
 * @param tokenHolds whether REST still takes the token: then a refusal by the gateway was a mistake
 */
export function lossOf(code: number, tokenHolds: boolean): Error {
  const sentence = FATAL[code];
  if (sentence === undefined || (code === GatewayCloseCodes.AuthenticationFailed && tokenHolds)) {
    return new ConnectionLost(`Discord closed the connection (${code}): start Inlay again.`);
  }
  return new UserError('bad-option', sentence);
}
