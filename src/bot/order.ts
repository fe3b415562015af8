import { maskRequestOf } from '../pipeline/options.ts';
import { MAX_RUNS } from '../queue/contracts.ts';
import type { Order } from '../queue/types.ts';
import type { StoredEdit } from '../store/records.ts';

/** A request as the queue takes it; asking twice for the same one is one job. */
export function orderOf(edit: StoredEdit): Order {
  const { id: editId, interactionId, userId, guildId, locale, source, pack, base, runs, layout } = edit;
  const common = {
    interactionId,
    editId,
    source,
    ...(pack === undefined ? {} : { pack }),
    by: { userId, locale, ...(guildId === undefined ? {} : { guildId }) },
  };
  if (layout === 'mask') return { ...common, kind: 'mask', base: maskRequestOf(base) };
  const { to } = base;
  if (to === undefined) throw new Error(`The edit ${editId} does not say what to paint.`);
  return { ...common, kind: 'edit', base: { ...base, to }, runs: [...runs].slice(0, MAX_RUNS) };
}
