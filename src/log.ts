import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Fields that are never written, at the top and one level down. */
const SECRETS = ['token', 'HF_TOKEN', 'authorization', 'password', 'queueUrl', 'connectionString'];
/**
 * Credentials in a URL, wherever one turns up in a text: a library's error may quote what it was given. A
 * password may hold what a URL should not, such as @ and /: everything up to the last @ goes.
 */
const CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>]*@/gi;

/** A URL, or a text that quotes one, without user and password. */
export const withoutCredentials = (text: string): string => text.replaceAll(CREDENTIALS, '$1');

/** Lines of JSON on standard error: standard output is for results. */
export function createLogger(level: LogLevel, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRETS.flatMap(name => [name, `*.${name}`]), censor: '[secret]' },
      formatters: { level: label => ({ level: label }) },
      serializers: { err: serializeError },
      hooks: {
        logMethod(args, method) {
          const clean = args.map(arg => (typeof arg === 'string' ? withoutCredentials(arg) : arg));
          method.apply(this, clean as Parameters<typeof method>);
        },
      },
    },
    destination,
  );
}

function serializeError(error: Error) {
  const { type, message, stack } = pino.stdSerializers.err(error);
  return { type, message: withoutCredentials(message), stack: withoutCredentials(stack) };
}
