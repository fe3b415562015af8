import { resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from './errors.ts';
import type { HubSettings } from './hub/connection.ts';
import { OWN_MODELS } from './pipeline/models/find-pack.ts';
import type { MemoryUse } from './pipeline/models/session-shelf.ts';

/** What the environment sets, read once; every other module takes values. */
const configSchema = z.object({
  /** Where graphs run: see `parseProvider`. */
  INLAY_PROVIDER: z.string().default('auto'),
  /** Threads of ONNX Runtime; its own choice when absent. */
  INLAY_THREADS: z.coerce
    .number('it must be a number')
    .int('it must be whole')
    .positive('it must be above 0')
    .optional(),
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
}

/** Parses the environment. Throws `UserError('bad-option')` naming the variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const small = Object.fromEntries(PROXIES.map(name => [name, env[name.toLowerCase()]]));
  const given = Object.fromEntries(
    Object.entries({ ...small, ...stated(env) }).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = configSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UserError(
      'bad-option',
      `The setting ${issue.path.join('.')} cannot be ${shown(env, String(issue.path[0]))}: ${issue.message}.`,
    );
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
  });
}

const stated = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

/** A value as an error repeats it; a secret is not repeated. */
const shown = (env: NodeJS.ProcessEnv, name: string) =>
  name === 'HF_TOKEN' ? 'what it is' : `"${env[name]}"`;
