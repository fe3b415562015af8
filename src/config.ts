import { resolve } from 'node:path';
import { config as loadDotenv } from 'dotenv';
import { z } from 'zod';
import { UserError } from './errors.ts';
import type { HubSettings } from './hub/connection.ts';
import { OWN_MODELS } from './pipeline/models/find-pack.ts';
import type { MemoryUse } from './pipeline/models/session-pool.ts';
import { LIMITS, type Limits } from './store/settings.ts';

const QUEUE_URL = /^(rediss?|postgres(ql)?):\/\/./;
/** Settings whose values are secrets, or hold one: errors do not repeat them. */
const SECRET: ReadonlySet<string> = new Set(['QUEUE_URL', 'DISCORD_TOKEN', 'HF_TOKEN']);

const whole = z.coerce.number('it must be a number').int('it must be whole').positive('it must be above 0');
const upTo = (max: number) => whole.max(max, `it must be ${max} or less`);
const { picturesPerHour: PICTURES, atOnce: AT_ONCE } = LIMITS;
const port = z.coerce.number('it must be a number').int('it must be whole').min(0).max(65_535);

/** What the environment sets, read once; every other module takes values. `.env.example` explains each. */
const configSchema = z.object({
  /** Where graphs run: see `parseProvider`. */
  INLAY_PROVIDER: z.string().default('auto'),
  /** Threads of ONNX Runtime; its own choice when absent. */
  INLAY_THREADS: whole.optional(),
  /** The pack of edits that name none. */
  INLAY_PACK: z.string().default('emoji'),
  /** Folder of the packs that were downloaded or imported. */
  INLAY_MODELS: z.string().default(OWN_MODELS),
  /** Folder of the descriptions of packs to be downloaded; the ones that come with Inlay when absent. */
  INLAY_REGISTRY: z.string().optional(),
  /** `high` keeps every model loaded, `low` those of one stage at a time. */
  INLAY_MEMORY: z.enum(['high', 'low'], { error: 'use high or low' }).default('high'),
  /** The hub that packs are downloaded from, and a token for what it does not give to everybody. */
  HF_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'it must begin with http:// or https://' })
    .default('https://huggingface.co'),
  HF_TOKEN: z.string().optional(),
  /** Proxies, and hosts that are reached without one. */
  HTTP_PROXY: z.string().optional(),
  HTTPS_PROXY: z.string().optional(),
  NO_PROXY: z.string().optional(),
  /** The bot's token; without one, `inlay start` opens the playground. */
  DISCORD_TOKEN: z.string().regex(/^\S+$/, 'it must be one word').optional(),
  /** Where Discord's API is: a proxy that speaks it, or the local stand-in; Discord itself when absent. */
  DISCORD_API: z.url({ protocol: /^https?$/, error: 'it must begin with http:// or https://' }).optional(),
  /** The application that a worker works for, where the bots of several use one queue. */
  DISCORD_APPLICATION_ID: z
    .string()
    .regex(/^\d+$/, 'it must be the number on the application’s page')
    .optional(),
  /** Port of the playground on 127.0.0.1. */
  PLAYGROUND_PORT: port.default(8787),
  /** Milliseconds that a request to the playground takes, as one over the network would. */
  PLAYGROUND_LATENCY: z.coerce.number('it must be a number').min(0).max(10_000).default(0),
  /** Pictures that a member may have painted in an hour, unless a server sets another number. */
  PICTURES_PER_HOUR: z.coerce
    .number('it must be a number')
    .int('it must be whole')
    .min(PICTURES.min)
    .max(PICTURES.max)
    .default(30),
  /** Requests of a member that may wait or run at once, unless a server sets another number. */
  REQUESTS_AT_ONCE: upTo(AT_ONCE.max).default(3),
  /** Ceilings, whatever a server's managers set with /limits. */
  PICTURES_PER_HOUR_MAX: upTo(PICTURES.max).default(300),
  REQUESTS_AT_ONCE_MAX: upTo(AT_ONCE.max).default(10),
  /** Days that finished edits are remembered; then their buttons say that they are gone. */
  HISTORY_DAYS: whole.default(365),
  /** Where the queue is; PostgreSQL embedded in DATA_DIR when absent. */
  QUEUE_URL: z
    .string()
    .regex(QUEUE_URL, 'it must begin with redis://, rediss:// or postgres://')
    .refine(
      url => URL.canParse(url) && new URL(url).hostname !== '',
      'it must name a host, and write /, @, # and ? of a password as %2F, %40, %23 and %3F',
    )
    // Special characters of a password are written as %XX: so it is found where it must be masked.
    .transform(url => new URL(url).href.replaceAll("'", '%27'))
    .optional(),
  /** Folder of the embedded database and of pictures of pending edits. */
  DATA_DIR: z.string().default('inlay-data'),
  /** Jobs of everybody that may wait at once; more are refused. */
  QUEUE_LIMIT: whole.default(100),
  /** Of these, those of one server. */
  QUEUE_LIMIT_SERVER: whole.default(50),
  /** Edits that a worker makes at once. */
  WORKER_CONCURRENCY: whole.default(1),
  /** Hours that pictures of pending edits are kept. */
  ARTIFACT_HOURS: z.coerce.number('it must be a number').positive('it must be above 0').default(24),
  /** Hours that pictures of a delivered edit are kept for its buttons. */
  PICTURE_HOURS: z.coerce.number('it must be a number').positive('it must be above 0').default(168),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'use trace, debug, info, warn, error or silent',
    })
    .default('info'),
});

/** Read in small letters too, as other programs do. */
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

export interface Config {
  readonly provider: string;
  readonly threads: number | undefined;
  readonly pack: string;
  /** Absolute. */
  readonly models: string;
  readonly registry: string | undefined;
  readonly memory: MemoryUse;
  readonly hub: HubSettings;
  readonly token: string | undefined;
  readonly discordApi: string | undefined;
  readonly applicationId: string | undefined;
  readonly playgroundPort: number;
  readonly playgroundLatencyMs: number;
  /** The limits of servers that set none, and what none can go beyond. */
  readonly limits: Limits;
  /** Requests of one server that may wait or run at once. */
  readonly serverShare: number;
  readonly historyDays: number;
  readonly queueUrl: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly queueLimit: number;
  readonly concurrency: number;
  readonly artifactHours: number;
  readonly pictureHours: number;
  readonly logLevel: z.infer<typeof configSchema>['LOG_LEVEL'];
}

/**
 * Parses the environment, by default the process's with what a file `.env` adds to it. A setting that is
 * empty counts as absent. Throws `UserError('bad-option')` naming the variable.
 */
export function readConfig(env: NodeJS.ProcessEnv = environment()): Config {
  const small = Object.fromEntries(PROXIES.map(name => [name, env[name.toLowerCase()]]));
  const given = { ...stated(small), ...stated(env) };
  const parsed = configSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = issue.path.join('.');
    const value = SECRET.has(name) ? 'what it is' : `"${env[name]}"`;
    throw new UserError('bad-option', `The setting ${name} cannot be ${value}: ${issue.message}.`);
  }
  const settings = parsed.data;
  return Object.freeze({
    provider: settings.INLAY_PROVIDER,
    threads: settings.INLAY_THREADS,
    pack: settings.INLAY_PACK,
    models: resolve(settings.INLAY_MODELS),
    registry: settings.INLAY_REGISTRY,
    memory: settings.INLAY_MEMORY,
    hub: Object.freeze({
      endpoint: settings.HF_ENDPOINT,
      token: settings.HF_TOKEN,
      httpProxy: settings.HTTP_PROXY,
      httpsProxy: settings.HTTPS_PROXY,
      noProxy: settings.NO_PROXY,
    }),
    token: settings.DISCORD_TOKEN,
    discordApi: settings.DISCORD_API,
    applicationId: settings.DISCORD_APPLICATION_ID,
    playgroundPort: settings.PLAYGROUND_PORT,
    playgroundLatencyMs: settings.PLAYGROUND_LATENCY,
    limits: Object.freeze({
      picturesPerHour: settings.PICTURES_PER_HOUR,
      atOnce: settings.REQUESTS_AT_ONCE,
      ceilings: Object.freeze({
        picturesPerHour: settings.PICTURES_PER_HOUR_MAX,
        atOnce: settings.REQUESTS_AT_ONCE_MAX,
      }),
    }),
    serverShare: settings.QUEUE_LIMIT_SERVER,
    historyDays: settings.HISTORY_DAYS,
    queueUrl: settings.QUEUE_URL,
    dataDir: resolve(settings.DATA_DIR),
    queueLimit: settings.QUEUE_LIMIT,
    concurrency: settings.WORKER_CONCURRENCY,
    artifactHours: settings.ARTIFACT_HOURS,
    pictureHours: settings.PICTURE_HOURS,
    logLevel: settings.LOG_LEVEL,
  });
}

/**
 * Environment variables that a process needs to run models, beside Inlay's own settings.
 */
const FOR_PAINTING =
  /^(PATH|PATHEXT|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SYSTEMROOT|WINDIR|COMSPEC|TMPDIR|TEMP|TMP|LANG|LC_\w+|TZ|NODE_\w+|INLAY_\w+|ORT_\w+|OMP_\w+|CUDA_\w+|NVIDIA_\w+|LD_\w+|DYLD_\w+|VK_\w+|XDG_\w+|TSX_\w+)$/i;

/**
 * The environment for a child process that runs models on untrusted pictures, with `settings` by name: no
 * more of this process's own than it needs, and so none of its secrets.
 */
export function environmentWith(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const needed = Object.entries(process.env).filter(([name]) => FOR_PAINTING.test(name));
  return { ...Object.fromEntries(needed), ...settings };
}

function environment(): NodeJS.ProcessEnv {
  loadDotenv({ quiet: true });
  return process.env;
}

/** An environment without the settings that are absent or empty. */
const stated = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
