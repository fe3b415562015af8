import { chooseProvider, type ProviderChoice, type SessionMaker } from './provider.ts';
import { makeSessionPool, type SessionPool } from './session-pool.ts';

/** The session pools of a pack. */
export interface SessionPools {
  /** The provider of all graphs but those that have one of their own. */
  readonly main: SessionMaker;
  /** Why a graph does not run on the requested provider. */
  readonly notice: string | undefined;
  readonly onCpu: boolean;
  /** The pool of a component's graph, each of `budget` bytes. */
  pools(budget: number, wrap: (maker: SessionMaker) => SessionMaker): (component: string) => SessionPool;
}

/** Picks the providers by trying each with a small graph, at `probe`. */
export async function openPools(
  { provider, device, components = {} }: ProviderChoice,
  probe: string,
  sessions: { readonly threads?: number | undefined; readonly lowMemory?: boolean },
): Promise<SessionPools> {
  const settings = { ...sessions, device };
  const main = await chooseProvider(provider, probe, settings);
  const named = new Map<string, SessionMaker>();
  for (const [component, chosen] of Object.entries(components))
    named.set(component, await chooseProvider(chosen, probe, settings));
  const all = [main, ...named.values()];
  return {
    main,
    notice: all.map(({ notice }) => notice).find(notice => notice !== undefined),
    onCpu: all.every(maker => maker.provider === 'cpu'),
    pools(budget, wrap) {
      const shared = makeSessionPool(wrap(main), budget);
      const own = new Map(
        [...named].map(([component, maker]) => [component, makeSessionPool(wrap(maker), budget)]),
      );
      return component => own.get(component) ?? shared;
    },
  };
}
