import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../../errors.ts';
import type { ComponentName } from '../manifest.ts';
import { componentsIn } from './classify.ts';
import { wayInto } from './inside.ts';
import { readSignature, type Signature } from './signature.ts';

/** A graph in an export, and what of an edit it can be. */
export interface FoundGraph {
  /** The export's folder. */
  readonly root: string;
  readonly path: string;
  readonly signature: Signature;
  readonly components: readonly ComponentName[];
  /** Set where the file is only a pointer that git-lfs has not fetched: it may be one that nothing needs. */
  readonly pointer?: true;
}

/** Components that an edit needs, as people who search for files call them. */
const NEEDED: Readonly<Partial<Record<ComponentName, string>>> = {
  textEncoder: 'a text encoder (input_ids → last_hidden_state)',
  unet: 'a UNet (sample, timestep, encoder_hidden_states → out_sample)',
  vaeEncoder: 'a VAE encoder (sample → latent_parameters or latent_sample)',
  vaeDecoder: 'a VAE decoder (latent_sample → sample)',
  clipText: "CLIP's text tower (input_ids → text_embeds)",
  clipImage: "CLIP's image tower (pixel_values → image_embeds)",
  segmenter: 'CLIPSeg (input_ids, pixel_values → logits)',
};

/** Optional components. */
const WELCOME: readonly ComponentName[] = ['previewDecoder'];

/** Of several graphs for one component the first of these is taken: fp32 before fp16 and integers. */
const PREFERRED = ['model.onnx', 'text_model.onnx', 'vision_model.onnx', 'model_fp16.onnx'];

/** Every graph in the folders. Throws `UserError('bad-pack')` naming a file that is no graph. */
export async function survey(roots: readonly string[]): Promise<FoundGraph[]> {
  const found: FoundGraph[] = [];
  for (const root of roots) {
    for (const path of await graphsIn(root)) {
      if (await isPointer(path)) {
        found.push({ root, path, signature: NOTHING, components: [], pointer: true });
        continue;
      }
      const signature = signatureOf(path);
      found.push({ root, path, signature, components: componentsIn(signature) });
    }
  }
  return found;
}

/**
 * One graph for each component of an edit. Throws `UserError('bad-pack')` naming everything that is missing.
 * @param roots the folders searched, for the message
 */
export function chooseGraphs(
  found: readonly FoundGraph[],
  roots: readonly string[],
): Readonly<Partial<Record<ComponentName, FoundGraph>>> {
  const chosen: Partial<Record<ComponentName, FoundGraph>> = {};
  for (const component of [...(Object.keys(NEEDED) as ComponentName[]), ...WELCOME]) {
    const [best] = found
      .filter(({ components }) => components.includes(component))
      .toSorted((a, b) => preference(a.path) - preference(b.path));
    if (best !== undefined) chosen[component] = best;
  }
  const missing = Object.entries(NEEDED).filter(([component]) => !(component in chosen));
  if (missing.length === 0) return chosen;
  const [absent] = found.filter(({ pointer }) => pointer);
  const pointers = absent === undefined ? '' : ` ${absent.path} was not fetched: run git lfs pull there.`;
  const wanted = missing.map(([, words]) => words).join(', ');
  throw new UserError(
    'bad-pack',
    `There is no complete pack in ${roots.join(' and ')}: name a folder that holds ${wanted}.${pointers}`,
  );
}

const NOTHING: Signature = { inputs: [], outputs: [], weights: [], channels: {} };
const POINTER = 'version https://git-lfs';

async function isPointer(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer } = await file.read(Buffer.alloc(POINTER.length), 0, POINTER.length, 0);
    return buffer.toString('latin1') === POINTER;
  } finally {
    await file.close();
  }
}

function preference(path: string): number {
  const rank = PREFERRED.indexOf(basename(path));
  return rank < 0 ? PREFERRED.length : rank;
}

async function graphsIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((cause: Error) => {
    throw new UserError('no-such-file', `${root} is not a folder that can be read.`, { cause });
  });
  return entries
    .filter(entry => !entry.isDirectory() && entry.name.endsWith('.onnx'))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !wayInto(root, path)?.some(name => name.startsWith('.')))
    .sort();
}

function signatureOf(path: string): Signature {
  try {
    return readSignature(path);
  } catch (cause) {
    throw new UserError('bad-pack', `${path} is not an ONNX graph.`, { cause });
  }
}

/** The folders from that of a graph up to its export's, nearest first. */
export function foldersAbove({ root, path }: Pick<FoundGraph, 'root' | 'path'>): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === root || folder === dirname(folder)) return folders;
  }
}
