import type { ComponentName } from '../manifest.ts';
import type { Signature } from './signature.ts';

/**
 * The component that a graph is, by the names of its inputs and outputs; the first that fits. A joined tower
 * is two components.
 */
const KINDS: readonly {
  readonly components: readonly ComponentName[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}[] = [
  { components: ['unet'], inputs: ['sample', 'timestep', 'encoder_hidden_states'], outputs: ['out_sample'] },
  { components: ['vaeDecoder'], inputs: ['latent_sample'], outputs: ['sample'] },
  { components: ['vaeEncoder'], inputs: ['sample'], outputs: ['latent_parameters'] },
  { components: ['vaeEncoder'], inputs: ['sample'], outputs: ['latent_sample'] },
  {
    components: ['clipText', 'clipImage'],
    inputs: ['input_ids', 'pixel_values'],
    outputs: ['text_embeds', 'image_embeds'],
  },
  { components: ['segmenter'], inputs: ['input_ids', 'pixel_values'], outputs: ['logits'] },
  { components: ['clipImage'], inputs: ['pixel_values'], outputs: ['image_embeds'] },
  { components: ['clipText'], inputs: ['input_ids'], outputs: ['text_embeds'] },
  { components: ['textEncoder'], inputs: ['input_ids'], outputs: ['last_hidden_state'] },
];

/** The components that a graph can be; empty when an edit does not use it. */
export function componentsIn({ inputs, outputs }: Signature): readonly ComponentName[] {
  const taken = new Set(inputs.map(({ name }) => name));
  const given = new Set(outputs.map(({ name }) => name));
  const kind = KINDS.find(
    k => k.inputs.every(name => taken.has(name)) && k.outputs.every(name => given.has(name)),
  );
  return kind?.components ?? [];
}
