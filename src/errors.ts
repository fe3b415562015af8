/** What went wrong, for code to act on; the message is for people. */
export type UserErrorCode =
  | 'bad-option'
  | 'bad-image'
  | 'bad-dataset'
  | 'bad-output'
  | 'bad-pack'
  | 'busy'
  | 'cancelled'
  | 'damaged'
  | 'download-failed'
  | 'expired'
  | 'in-use'
  | 'no-answer'
  | 'no-space'
  | 'no-such-instance'
  | 'not-found'
  | 'no-runtime'
  | 'no-such-file'
  | 'unknown-pack'
  | 'unknown-word'
  | 'unreachable'
  | 'unwritable';

/**
 * A mistake or a limit that a person can act on. Its message is one sentence that says what was wrong and
 * what to do, and is shown as it is. Everything else that is thrown is a bug or a fault.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  readonly code: UserErrorCode;

  constructor(code: UserErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Throws `UserError('cancelled')` once the signal is aborted; called between units of work. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new UserError('cancelled', 'Cancelled.');
}

/** A checked process is unhealthy. Its message is one sentence for people. */
export class Unhealthy extends Error {
  override readonly name = 'Unhealthy';
}

/**
 * The connection to Discord is lost, and the operator cannot mend it: a restart may.
 */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}
