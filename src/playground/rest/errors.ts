/** Errors of the API: HTTP status, Discord's code and message. */
const REFUSALS = {
  notFound: [404, 0, '404: Not Found'],
  unauthorized: [401, 0, '401: Unauthorized'],
  unknownApplication: [404, 10_002, 'Unknown Application'],
  unknownChannel: [404, 10_003, 'Unknown Channel'],
  unknownGuild: [404, 10_004, 'Unknown Guild'],
  unknownMember: [404, 10_007, 'Unknown Member'],
  unknownMessage: [404, 10_008, 'Unknown Message'],
  unknownUser: [404, 10_013, 'Unknown User'],
  unknownWebhook: [404, 10_015, 'Unknown Webhook'],
  unknownInteraction: [404, 10_062, 'Unknown interaction'],
  unknownCommand: [404, 10_063, 'Unknown application command'],
  tooManyCommands: [400, 30_032, 'Maximum number of application commands reached (100)'],
  tooLarge: [413, 40_005, 'Request entity too large'],
  alreadyAcknowledged: [400, 40_060, 'Interaction has already been acknowledged.'],
  missingAccess: [403, 50_001, 'Missing Access'],
  notYourMessage: [403, 50_005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50_006, 'Cannot send an empty message'],
  cannotMessageUser: [403, 50_007, 'Cannot send messages to this user'],
  nonTextChannel: [400, 50_008, 'Cannot send messages in a non-text channel'],
  missingPermissions: [403, 50_013, 'Missing Permissions'],
  wrongChannelType: [400, 50_024, 'Cannot execute action on this channel type'],
  invalidWebhookToken: [401, 50_027, 'Invalid Webhook Token'],
  invalidForm: [400, 50_035, 'Invalid Form Body'],
  archivedThread: [400, 50_083, 'Thread is archived'],
  threadExists: [400, 160_004, 'A thread has already been created for this message'],
  lockedThread: [400, 160_005, 'Thread is locked'],
} as const satisfies Record<string, readonly [status: number, code: number, message: string]>;

export type Refusal = keyof typeof REFUSALS;

/** An answer other than success, in Discord's own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  readonly status: number;

  readonly code: number;

  /** Of an invalid form: what is wrong, by path. */
  readonly errors: Readonly<Record<string, unknown>> | undefined;

  constructor(refusal: Refusal, errors?: Readonly<Record<string, unknown>>) {
    const [status, code, message] = REFUSALS[refusal];
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  /** The body of the answer. */
  toJSON() {
    const { code, message, errors } = this;
    return { message, code, ...(errors && { errors }) };
  }
}

/** An invalid form whose field at `path`, such as `components.0.custom_id`, is wrong. */
export function invalidForm(path: string, code: string, message: string): ApiError {
  const leaf: Readonly<Record<string, unknown>> = { _errors: [{ code, message }] };
  const errors = path.split('.').reduceRight((inner, key) => ({ [key]: inner }), leaf);
  return new ApiError('invalidForm', errors);
}

/** The value; throws where there is none. */
export function orRefuse<T>(value: T | undefined, refusal: Refusal): T {
  if (value === undefined) throw new ApiError(refusal);
  return value;
}
