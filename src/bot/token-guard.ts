import { DiscordAPIError, REST } from 'discord.js';
import type { Logger } from '../log.ts';

export interface TokenGuard {
  /** Asks Discord whether the token is valid. No answer counts as yes. */
  holds(): Promise<boolean>;
}

interface GuardOptions {
  readonly token: string;
  readonly log: Logger;
  /** Called when Discord confirms that the token is invalid. */
  readonly onLost: () => void;
}

/**
 * Makes one 401 harmless. discord.js drops the token at any 401, and all later requests would fail; but
 * Discord, and proxies before it, at times answer 401 to a valid token. So the token stays, Discord is asked
 * once who the bot is, and the request is repeated. What is refused again is thrown, to be retried later.
 */
export function guardToken(rest: REST, { token, log, onLost }: GuardOptions): TokenGuard {
  const request = rest.request.bind(rest);
  const setToken = rest.setToken.bind(rest);
  rest.setToken = given => (given === null ? rest : setToken(given));
  let asking: Promise<boolean> | undefined;

  const holds = (): Promise<boolean> => {
    asking ??= isKnown(rest, token).finally(() => {
      asking = undefined;
    });
    return asking;
  };

  rest.request = async options => {
    try {
      return await request(options);
    } catch (error) {
      const isRefused = error instanceof DiscordAPIError && error.status === 401 && options.auth !== false;
      if (!isRefused) throw error;
      log.warn({ err: error }, 'Discord refused the token; asking whether it still knows it');
      if (await holds()) return request(options);
      onLost();
      throw error;
    }
  };
  return { holds };
}

async function isKnown({ options }: REST, token: string): Promise<boolean> {
  try {
    await new REST(options).setToken(token).get('/users/@me');
    return true;
  } catch (error) {
    return !(error instanceof DiscordAPIError && error.status === 401);
  }
}
