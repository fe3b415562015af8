import { DiscordAPIError } from 'discord.js';
import { UserError } from '../errors.ts';
import { TOKEN_REFUSED } from './lost.ts';

/** Why a connection to Discord was not made, as Node and undici name it. */
const OFFLINE: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** An error of signing in to Discord as a `UserError`, where it is one that the operator can mend. */
export function signInProblem(cause: unknown): unknown {
  const isRefused = cause instanceof DiscordAPIError && cause.status === 401;
  if (isRefused || codeOf(cause) === 'TokenInvalid') {
    return new UserError('bad-option', TOKEN_REFUSED, { cause });
  }
  if (OFFLINE.has(codeOf(cause)))
    return new UserError('unreachable', 'Discord cannot be reached: check the network.', { cause });
  return cause;
}
