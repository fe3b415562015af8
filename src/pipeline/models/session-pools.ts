import { chooseProvider, type Placement, type SessionMaker } from './provider.ts';
import { makeShelf, type SessionShelf } from './session-pool.ts';

/** Where the graphs of a pack run. */
export interface Places {
  /** The provider of all graphs but those that have one of their own. */
  readonly main: SessionMaker;
  /** Why a graph does not run where it was asked to. */
  readonly notice: string | undefined;
  readonly onCpu: boolean;
  /** The shelf of a component's graph, each of `budget` bytes. */
  shelves(budget: number, wrap: (maker: SessionMaker) => SessionMaker): (component: string) => SessionShelf;
}

/** Picks the providers by trying each with a small graph, at `probe`. */
export async function choosePlaces(
  { provider, device, components = {} }: Placement,
  probe: string,
  sessions: { readonly threads?: number | undefined; readonly frugal?: boolean },
): Promise<Places> {
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
    shelves(budget, wrap) {
      const shared = makeShelf(wrap(main), budget);
      const own = new Map(
        [...named].map(([component, maker]) => [component, makeShelf(wrap(maker), budget)]),
      );
      return component => own.get(component) ?? shared;
    },
  };
}
