import type { ComponentName } from '../manifest.ts';
import type { Signature } from './signature.ts';

/**
 * The component that a graph is, by the names of its inputs and outputs; the first that fits. A joined tower
 * is two components.
 */
const KINDS: readonly {
  readonly components: readonly ComponentName[];
  readonly fed: readonly string[];
  readonly gives: readonly string[];
}[] = [
  { components: ['unet'], fed: ['sample', 'timestep', 'encoder_hidden_states'], gives: ['out_sample'] },
  { components: ['vaeDecoder'], fed: ['latent_sample'], gives: ['sample'] },
  { components: ['vaeEncoder'], fed: ['sample'], gives: ['latent_parameters'] },
  { components: ['vaeEncoder'], fed: ['sample'], gives: ['latent_sample'] },
  {
    components: ['clipText', 'clipImage'],
    fed: ['input_ids', 'pixel_values'],
    gives: ['text_embeds', 'image_embeds'],
  },
  { components: ['segmenter'], fed: ['input_ids', 'pixel_values'], gives: ['logits'] },
  { components: ['clipImage'], fed: ['pixel_values'], gives: ['image_embeds'] },
  { components: ['clipText'], fed: ['input_ids'], gives: ['text_embeds'] },
  { components: ['textEncoder'], fed: ['input_ids'], gives: ['last_hidden_state'] },
];

/** The components that a graph can be; empty when an edit does not use it. */
export function componentsIn({ inputs, outputs }: Signature): readonly ComponentName[] {
  const fed = new Set(inputs.map(({ name }) => name));
  const given = new Set(outputs.map(({ name }) => name));
  const kind = KINDS.find(k => k.fed.every(name => fed.has(name)) && k.gives.every(name => given.has(name)));
  return kind?.components ?? [];
}
