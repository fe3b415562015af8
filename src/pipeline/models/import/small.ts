import { z } from 'zod';
import type { ComponentName } from '../manifest.ts';
import { readConfigNear } from './configs.ts';
import type { FoundGraph } from './survey.ts';

/** What diffusers calls an autoencoder such as TAESD. */
const SMALL = 'AutoencoderTiny';

const autoencoderConfig = z.object({ _class_name: z.string().optional() });

/**
 * The use of a small autoencoder's graph beside a full one: its decoder for previews, its encoder for
 * nothing.
 */
const BESIDE_WHOLE: Readonly<Partial<Record<ComponentName, readonly ComponentName[]>>> = {
  vaeDecoder: ['previewDecoder'],
  vaeEncoder: [],
};

/**
 * Marks small autoencoders, whose graphs look like full ones, by the config beside them. Where there is no
 * full one the small one is used instead. Throws `UserError('bad-pack')` naming a config that cannot be read.
 */
export async function markTinyAutoencoders(found: readonly FoundGraph[]): Promise<FoundGraph[]> {
  const small = await Promise.all(found.map(isSmall));
  return found.map((graph, i) => {
    const [component] = graph.components;
    const whole = found.some((other, j) => !small[j] && other.components.includes(component));
    return small[i] && whole ? { ...graph, components: BESIDE_WHOLE[component] ?? [] } : graph;
  });
}

async function isSmall(graph: FoundGraph): Promise<boolean> {
  if (!graph.components.some(component => component in BESIDE_WHOLE)) return false;
  return (await readConfigNear(graph, ['config.json'], autoencoderConfig))?._class_name === SMALL;
}
