import { setTimeout as sleep } from 'node:timers/promises';
import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';
import { throwIfCancelled, UserError } from '../errors.ts';

/** How the hub is reached. */
export interface HubSettings {
  /** Where it is, say, `https://huggingface.co`. */
  readonly endpoint: string;
  readonly token?: string | undefined;
  readonly httpProxy?: string | undefined;
  readonly httpsProxy?: string | undefined;
  readonly noProxy?: string | undefined;
  /** Milliseconds before the second attempt; each further one waits twice as long. */
  readonly retryMs?: number;
}

export interface Hub {
  readonly endpoint: string;
  readonly token: string | undefined;
  readonly retryMs: number;
  readonly fetch: typeof fetch;
}

/** Attempts at a request before giving up. Those that brought something do not count. */
const ATTEMPTS = 6;
const RETRY_MS = 500;
/** Longest that a hub's own wish to be left alone is followed, in milliseconds. */
const PATIENCE = 60_000;

/** A hub at its address, behind a proxy where one is set. */
export function openHub({ endpoint, token, retryMs = RETRY_MS, ...proxies }: HubSettings): Hub {
  const { httpProxy, httpsProxy, noProxy } = proxies;
  const direct = httpProxy === undefined && httpsProxy === undefined;
  const stated = Object.fromEntries(
    Object.entries({ httpProxy, httpsProxy, noProxy }).filter(([, v]) => v !== undefined),
  );
  const dispatcher = direct ? undefined : new EnvHttpProxyAgent(stated);
  // undici's fetch is the one that Node has built in, with types of its own.
  const throughProxy = ((input: string, init: object) =>
    undiciFetch(input, { ...init, ...(dispatcher && { dispatcher }) })) as unknown as typeof fetch;
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    token,
    retryMs,
    fetch: direct ? globalThis.fetch : throughProxy,
  };
}

/** An answer that is worth another attempt, or is not. */
export class HubProblem extends Error {
  readonly status: number | undefined;

  /** Milliseconds after which the hub accepts another request. */
  readonly after: number | undefined;

  constructor(message: string, more: { status?: number; after?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.status = more.status;
    this.after = more.after;
  }
}

/** Messages for answers that another attempt will not change; `{}` stands for what was requested. */
const FINAL: Readonly<Record<number, string>> = {
  401: 'The hub wants to know who asks for {}: set HF_TOKEN to a token that may read it.',
  403: 'The hub does not let you have {}: accept its licence on its page there, and set HF_TOKEN to a token that may read it.',
  404: 'The hub does not have {}: it was moved or taken away. Import the models from a folder instead (inlay models import).',
};

const needsRetry = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** Throws for an answer that is no success. */
export function checkStatus(response: Response, what: string): void {
  const { status } = response;
  if (response.ok || (status >= 300 && status < 400)) return;
  const final = FINAL[status];
  if (final !== undefined) throw new UserError('download-failed', final.replace('{}', what));
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  throw new HubProblem(`it answered ${status}`, {
    status,
    after: Number.isFinite(seconds) ? Math.min(seconds * 1000, PATIENCE) : undefined,
  });
}

/**
 * Tries until it works, waiting longer each time; an attempt that got further than any before (`progress`)
 * starts the count anew. Throws `UserError('download-failed')` naming the last problem.
 */
export async function persist<T>(
  hub: Hub,
  what: string,
  attempt: () => Promise<T>,
  { signal, progress = () => 0 }: { signal?: AbortSignal | undefined; progress?: () => number } = {},
): Promise<T> {
  let problem: unknown;
  let furthest = progress();
  for (let failed = 0; failed < ATTEMPTS; failed++) {
    throwIfCancelled(signal);
    try {
      return await attempt();
    } catch (error) {
      throwIfCancelled(signal);
      if (isFinal(error)) throw error;
      problem = error;
    }
    if (progress() > furthest) failed = 0;
    furthest = Math.max(furthest, progress());
    const wait = problem instanceof HubProblem ? problem.after : undefined;
    await sleep(wait ?? hub.retryMs * 2 ** failed, undefined, signal === undefined ? {} : { signal }).catch(
      () => {},
    );
  }
  const reason = reasonOf(problem);
  throw new UserError(
    'download-failed',
    `${what} could not be fetched from ${hub.endpoint} (${reason}): try again later; what arrived is kept.`,
    { cause: problem },
  );
}

/** Faults of this machine do not pass by waiting. */
function isFinal(error: unknown): boolean {
  if (error instanceof UserError) return true;
  const { status } = error as { status?: number };
  const code = (error as NodeJS.ErrnoException).code;
  if (status !== undefined && !needsRetry(status)) return true;
  return (
    typeof code === 'string' && ['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT', 'EISDIR', 'ENOTDIR'].includes(code)
  );
}

function reasonOf(problem: unknown): string {
  const { message, cause } = problem as Error;
  const deeper = (cause as NodeJS.ErrnoException | undefined)?.code;
  return deeper === undefined ? message : `${message}, ${deeper}`;
}
