import type { InferenceSession } from 'onnxruntime-node';
import { UserError } from '../../errors.ts';
import { onnxRuntime } from '../onnx/runtime.ts';
import { COMPONENTS, type ComponentName } from './manifest.ts';

const PROVIDERS = ['auto', 'cpu', 'cuda', 'tensorrt', 'webgpu', 'coreml', 'dml'] as const;
export type Provider = (typeof PROVIDERS)[number];
export type ActiveProvider = Exclude<Provider, 'auto'>;

/** The provider of a pack's graphs: one for all of them, but for those that are named. */
export interface ProviderChoice {
  readonly provider: Provider;
  /** Which GPU, from 0; the provider's own choice when absent. */
  readonly device?: number | undefined;
  readonly components?: Readonly<Partial<Record<ComponentName, Provider>>>;
}

/** Creates sessions on the requested provider, or on the next best one that works here. */
export interface SessionMaker {
  readonly provider: ActiveProvider;
  /** Why this is not the requested provider; absent when it is. */
  readonly notice?: string;
  /** A model by its path, or as its bytes; `more` overrides the provider's options. */
  create(model: string | Uint8Array, more?: InferenceSession.SessionOptions): Promise<InferenceSession>;
}

/** In the order `auto` tries them. WebGPU is experimental in ONNX Runtime: only on request. */
const AUTO: readonly ActiveProvider[] = ['cuda', 'cpu'];

/**
 * Picks the execution provider by making one session from `probe` (a small graph's path) on each candidate. A
 * GPU that does not work falls back to the CPU, with the reason in `notice`. Throws
 * `UserError('no-runtime')`.
 */
export async function chooseProvider(
  asked: Provider,
  probe: string,
  settings: SessionSettings = {},
): Promise<SessionMaker> {
  const { InferenceSession } = onnxRuntime();
  const makerOf = (provider: ActiveProvider, notice?: string): SessionMaker => ({
    provider,
    ...(notice === undefined ? {} : { notice }),
    create: (model, more = {}) => {
      const options = { ...sessionOptions(provider, settings), ...more };
      return typeof model === 'string'
        ? InferenceSession.create(model, options)
        : InferenceSession.create(model, options);
    },
  });
  const candidates = asked === 'auto' ? AUTO : asked === 'cpu' ? [] : [asked];
  let notice: string | undefined;
  for (const provider of candidates.filter(p => p !== 'cpu')) {
    const maker = makerOf(provider);
    try {
      await (await maker.create(probe)).release();
      return maker;
    } catch (error) {
      // With `auto`, a machine without a GPU is not worth a notice.
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
  for (const provider of PROVIDERS.filter(name => name !== 'auto')) {
    try {
      await (await onnxRuntime().InferenceSession.create(probe, sessionOptions(provider))).release();
      results.push({ provider });
    } catch (error) {
      results.push({ provider, problem: firstLine(error) });
    }
  }
  return results;
}

interface SessionSettings {
  readonly threads?: number | undefined;
  readonly device?: number | undefined;
  /**
   * Frees the memory of a run after it and shares none between tensors: less memory, at some cost of time.
   */
  readonly lowMemory?: boolean | undefined;
}

/** Providers that take the number of a GPU. */
const WITH_DEVICE: readonly ActiveProvider[] = ['cuda', 'tensorrt', 'dml'];

/**
 * Every session has its own threads, which would go on spinning for a while after each run. A pack has ten
 * sessions, which run in turn: they would take the processors from the next one, and from our own code in
 * between (docs/adr/0072).
 */
const QUIET_AFTER_A_RUN = { session: { force_spinning_stop: '1' } };

function sessionOptions(
  provider: ActiveProvider,
  { threads, device, lowMemory }: SessionSettings = {},
): InferenceSession.SessionOptions {
  const named = device !== undefined && WITH_DEVICE.includes(provider);
  return {
    executionProviders: [named ? { name: provider, deviceId: device } : provider],
    logSeverityLevel: 4,
    extra: QUIET_AFTER_A_RUN,
    // A plan of a run's memory would be one block beside what the run before it took: hardly faster, and up
    // to three quarters more memory (docs/adr/0072).
    enableMemPattern: false,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(lowMemory === true ? { enableCpuMemArena: false } : {}),
  };
}

const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n')[0];

/**
 * Parses where graphs run: `cuda`, `cuda:1` for the second GPU, `webgpu,vaeDecoder=cpu` for one graph
 * elsewhere. Throws `UserError('bad-option')` naming the choices.
 */
export function parseProvider(text: string): ProviderChoice {
  const [first, ...others] = text.split(',').map(part => part.trim());
  const [name, device] = first.split(':');
  if (device !== undefined && !/^\d+$/.test(device))
    throw new UserError('bad-option', `There is no device "${device}": say ${name}:0 for the first one.`);
  const components = others.map(part => {
    const [component, provider] = part.split('=');
    if (!COMPONENTS.includes(component as ComponentName))
      throw new UserError(
        'bad-option',
        `There is no component "${component}": use ${COMPONENTS.join(', ')}.`,
      );
    return [component, providerNamed(provider ?? '')] as const;
  });
  return {
    provider: providerNamed(name),
    ...(device === undefined ? {} : { device: Number(device) }),
    ...(components.length === 0 ? {} : { components: Object.fromEntries(components) }),
  };
}

function providerNamed(name: string): Provider {
  const provider = PROVIDERS.find(p => p === name);
  if (provider === undefined)
    throw new UserError('bad-option', `There is no provider "${name}": use ${PROVIDERS.join(', ')}.`);
  return provider;
}
