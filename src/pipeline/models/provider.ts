import { env, InferenceSession } from 'onnxruntime-node';
import { UserError } from '../../errors.ts';

// Probing a provider that is not there is no news for a terminal: failures come as exceptions anyway.
env.logLevel = 'fatal';

const PROVIDERS = ['auto', 'cpu', 'cuda', 'webgpu'] as const;
export type Provider = (typeof PROVIDERS)[number];
export type ActiveProvider = Exclude<Provider, 'auto'>;

/** Creates a session on the asked provider, or on the next best one that works here. */
export interface SessionMaker {
  readonly provider: ActiveProvider;
  /** Why this is not what was asked for; absent when it is. */
  readonly notice?: string;
  create(model: string | Uint8Array): Promise<InferenceSession>;
}

/** In the order `auto` tries them. WebGPU is experimental in ONNX Runtime: only on request. */
const AUTO: readonly ActiveProvider[] = ['cuda', 'cpu'];

/**
 * Picks the execution provider by making one session from `probe` (a small graph's path) on each candidate.
 * Asking for a GPU that does not work falls back to the CPU and says so in `notice`.
 */
export async function chooseProvider(
  asked: Provider,
  probe: string,
  threads?: number,
): Promise<SessionMaker> {
  const makerOf = (provider: ActiveProvider, notice?: string): SessionMaker => ({
    provider,
    ...(notice === undefined ? {} : { notice }),
    create: model =>
      typeof model === 'string'
        ? InferenceSession.create(model, sessionOptions(provider, threads))
        : InferenceSession.create(model, sessionOptions(provider, threads)),
  });
  const candidates = asked === 'auto' ? AUTO : asked === 'cpu' ? [] : [asked];
  let notice: string | undefined;
  for (const provider of candidates.filter(p => p !== 'cpu')) {
    const maker = makerOf(provider);
    try {
      await (await maker.create(probe)).release();
      return maker;
    } catch (error) {
      // A machine without a GPU is no news when nobody asked for one.
      if (asked !== 'auto')
        notice = `${provider} cannot be used here (${firstLine(error)}): running on the CPU.`;
    }
  }
  return makerOf('cpu', notice);
}

/** Which providers work on this machine, and why the others do not; `probe` is a small graph's path. */
export async function probeProviders(
  probe: string,
): Promise<{ provider: ActiveProvider; problem?: string }[]> {
  const results: { provider: ActiveProvider; problem?: string }[] = [];
  for (const provider of ['cpu', 'cuda', 'webgpu'] as const) {
    try {
      await (await InferenceSession.create(probe, sessionOptions(provider))).release();
      results.push({ provider });
    } catch (error) {
      results.push({ provider, problem: firstLine(error) });
    }
  }
  return results;
}

function sessionOptions(provider: ActiveProvider, threads?: number): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    logSeverityLevel: 4,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  };
}

const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n')[0];

/** Parses a provider's name. Throws `UserError('bad-option')` naming the choices. */
export function parseProvider(name: string): Provider {
  const provider = PROVIDERS.find(p => p === name);
  if (provider === undefined) {
    throw new UserError('bad-option', `There is no provider "${name}": use ${PROVIDERS.join(', ')}.`);
  }
  return provider;
}
