import { UserError } from '../../errors.ts';
import type { Graph } from './graph.ts';
import type { ComponentName, Manifest } from './manifest.ts';
import { sampleChannels } from './unet.ts';

export type Graphs = Readonly<Record<ComponentName, Graph | undefined>>;

/** The inputs that each component must have. */
const INPUTS: Readonly<Record<ComponentName, readonly string[]>> = {
  textEncoder: ['input_ids'],
  clipText: ['input_ids'],
  clipImage: ['pixel_values'],
  segmenter: ['pixel_values'],
  vaeEncoder: ['sample'],
  vaeDecoder: ['latent_sample'],
  unet: ['sample', 'timestep', 'encoder_hidden_states'],
  upscaler: ['sample'],
  previewDecoder: ['latent_sample'],
  eraser: ['picture', 'hole'],
  foreground: ['picture'],
};

/**
 * Checks that every graph has the inputs that Inlay uses, with the manifest's channels. Throws
 * `UserError('bad-pack')` naming the file, what was expected and what was found.
 */
export function checkGraphs(graphs: Graphs, manifest: Manifest): void {
  for (const [component, graph] of Object.entries(graphs) as [ComponentName, Graph | undefined][]) {
    for (const input of graph === undefined ? [] : INPUTS[component]) {
      if (graph?.inputShape(input) === undefined) {
        throw new UserError(
          'bad-pack',
          `${graph?.file} has no input "${input}", which the ${component} must take.`,
        );
      }
    }
  }
  expectText(graphs.segmenter);
  const { latentChannels, unetKind } = manifest;
  expectChannels(graphs.unet, 'sample', sampleChannels(manifest), `a UNet of kind ${unetKind}`);
  expectChannels(graphs.vaeDecoder, 'latent_sample', latentChannels, `${latentChannels} latent channels`);
  expectChannels(graphs.previewDecoder, 'latent_sample', latentChannels, `${latentChannels} latent channels`);
  expectChannels(graphs.vaeEncoder, 'sample', 3, 'RGB');
  expectChannels(graphs.clipImage, 'pixel_values', 3, 'RGB');
  expectChannels(graphs.segmenter, 'pixel_values', 3, 'RGB');
}

/** A segmenter takes tokens, or an embedding of the words. */
function expectText(graph: Graph | undefined): void {
  if (graph === undefined || ['input_ids', 'text_embeds'].some(name => graph.inputShape(name) !== undefined))
    return;
  throw new UserError(
    'bad-pack',
    `${graph.file} has neither an input "input_ids" nor "text_embeds", one of which the segmenter must take.`,
  );
}

function expectChannels(graph: Graph | undefined, input: string, expected: number, why: string): void {
  const found = graph?.inputShape(input)?.[1];
  if (typeof found === 'number' && found !== expected) {
    throw new UserError(
      'bad-pack',
      `${graph?.file} has the wrong channel count in "${input}": expected ${expected} (${why}), found ${found}.`,
    );
  }
}
