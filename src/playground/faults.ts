import { STATUS_CODES } from 'node:http';
import { uniform } from '../pipeline/math/random.ts';
import type { Route } from './rest/call.ts';

/** Fetching an attachment: a fault's `delayMs` passes between the first byte and the rest. */
export const DOWNLOAD = 'download';

/** What an answer to a route is replaced by. */
export interface Fault {
  /** Such as `POST /channels/{channel_id}/messages`, or `DOWNLOAD`; every route but that when absent. */
  readonly route?: Route | typeof DOWNLOAD;
  /** Only requests whose body has more bytes: those that carry files. */
  readonly overBytes?: number;
  /** How many requests it affects; 1 when absent. */
  readonly times?: number;
  /** The fraction of matching requests that it affects, drawn with a seed; all of them when absent. */
  readonly share?: number;
  /** HTTP status of the answer; 0 cuts the connection without one. */
  readonly status: number;
  /** Discord's code and message in the body. */
  readonly code?: number;
  readonly message?: string;
  /** Of a 429: seconds to wait, and whether it is for every route. */
  readonly retryAfter?: number;
  readonly global?: boolean;
  /** True: the request is carried out, and only its answer is lost. */
  readonly afterwards?: boolean;
  /** Milliseconds to wait before anything else. */
  readonly delayMs?: number;
}

export interface Faults {
  /** Adds a fault to the next requests that match. */
  add(fault: Fault): void;
  /** The fault of this request, if any; counts it down. */
  next(route: Route | typeof DOWNLOAD, bytes?: number): Fault | undefined;
  clear(): void;
}

const SEED = 1;

export function makeFaults(): Faults {
  const random = uniform(SEED);
  const armed: { fault: Fault; left: number }[] = [];
  return {
    add: fault => void armed.push({ fault, left: fault.times ?? 1 }),
    next: (route, bytes = 0) => {
      const index = armed.findIndex(
        ({ fault }) =>
          (fault.route ?? (route === DOWNLOAD ? undefined : route)) === route &&
          bytes > (fault.overBytes ?? -1) &&
          (fault.share === undefined || random() < fault.share),
      );
      if (index < 0) return undefined;
      const entry = armed[index];
      entry.left -= 1;
      if (entry.left <= 0) armed.splice(index, 1);
      return entry.fault;
    },
    clear: () => void armed.splice(0),
  };
}

/** The answer that a fault gives, with the headers that Discord sends. */
export function faultAnswer(fault: Fault): Response {
  const {
    status,
    code = 0,
    message = STATUS_CODES[status] ?? 'Fault',
    retryAfter = 1,
    global = false,
  } = fault;
  if (status !== 429) return Response.json({ message, code }, { status });
  const headers = {
    'retry-after': String(Math.ceil(retryAfter)),
    'x-ratelimit-limit': '5',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Date.now() / 1000 + retryAfter),
    'x-ratelimit-reset-after': String(retryAfter),
    'x-ratelimit-bucket': 'playground',
    'x-ratelimit-scope': global ? 'global' : 'user',
    ...(global && { 'x-ratelimit-global': 'true' }),
  };
  const body = { message: 'You are being rate limited.', retry_after: retryAfter, global };
  return Response.json({ ...body, code }, { status, headers });
}
