import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder, tempFolder } from './folders.ts';

const BUILT_IN = fileURLToPath(new URL('../../models/emoji/', import.meta.url));

interface Asset {
  file: string;
  bytes: number;
  sha256: string;
  [more: string]: unknown;
}

/** `pack.json` as it is written: tests break it on purpose, so it is not the parsed type. */
export interface RawManifest {
  tokenizer: Asset;
  components: Record<string, Asset>;
  vocabulary: { finds: string[]; paints: string[]; embeddings: Asset };
  [field: string]: unknown;
}

export const readBuiltIn = (): RawManifest => JSON.parse(readFileSync(join(BUILT_IN, 'pack.json'), 'utf8'));

/** A copy of the built-in pack whose manifest was changed; its files are links to the real ones. */
export function packWith(
  change: (manifest: RawManifest) => void = () => {},
  folder: string = tempFolder(),
): string {
  const manifest = readBuiltIn();
  const { tokenizer, components, vocabulary } = manifest;
  for (const { file } of [tokenizer, vocabulary.embeddings, ...Object.values(components)]) link(folder, file);
  change(manifest);
  writeFileSync(join(folder, 'pack.json'), JSON.stringify(manifest));
  return folder;
}

/** What the built-in pack paints in layers and enlarges with. */
const FINERIES = ['eraser', 'foreground', 'upscaler'];

/**
 * The built-in pack, hurried, for tests to which the picture does not matter: three steps and one candidate
 * in one window, found at one scale. It does not paint poodles, so that there is something that it only
 * finds.
 */
export const hurriedPack = (steps = 3, folder = makeFolder()): string =>
  packWith(manifest => {
    const { vocabulary, calibration, defaults } = manifest;
    const { window, ...rest } = defaults as Record<string, unknown>;
    Object.assign(manifest, {
      composite: 'window',
      calibration: { ...(calibration as object), tiles: [1] },
      defaults: { ...rest, steps, bestOf: 1, enlarge: 'lanczos' },
    });
    for (const name of FINERIES) delete manifest.components[name];
    vocabulary.paints = vocabulary.paints.filter(thing => thing !== 'poodle');
  }, folder);

function link(folder: string, file: string): void {
  try {
    symlinkSync(join(BUILT_IN, file), join(folder, file));
  } catch (error) {
    // One file may serve as several components.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Puts other bytes in place of a file of such a copy. */
export function replaceFile(folder: string, file: string, content: Uint8Array): void {
  unlinkSync(join(folder, file));
  writeFileSync(join(folder, file), content);
}

export const builtInFile = (file: string): Buffer => readFileSync(join(BUILT_IN, file));

/** Size and hash of some bytes, as a manifest states them. */
export const stampOf = (content: Uint8Array) => ({
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});
