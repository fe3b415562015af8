import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { rasteriseMask } from './coco-masks.ts';

const id = z.union([z.int(), z.string()]);

const instancesSchema = z.looseObject({
  images: z.array(
    z.looseObject({ id, file_name: z.string(), width: z.int().positive(), height: z.int().positive() }),
  ),
  annotations: z.array(
    z.looseObject({
      image_id: id,
      category_id: id,
      segmentation: z.union([
        z.array(z.array(z.number())),
        z.looseObject({
          size: z.tuple([z.int(), z.int()]),
          counts: z.union([z.array(z.int()), z.string()]),
        }),
      ]),
    }),
  ),
  categories: z.array(z.looseObject({ id, name: z.string() })),
});

const pairsSchema = z.array(
  z.strictObject({ image: z.string().optional(), from: z.string(), to: z.string() }),
);

export type Pair = z.infer<typeof pairsSchema>[number];

/** One edit to make, with the truth about where the object is. */
export interface Question {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly width: number;
  readonly height: number;
  /** Every object of that name, 255 inside. */
  truth(): Uint8Array;
}

/**
 * Reads a folder in COCO's format: `instances.json`, pictures in `images/`, and `pairs.json`, a list of
 * `{ from, to }` for all pictures that show `from`, or of `{ image, from, to }` for one.
 * Throws `UserError('bad-dataset')` naming the file and what is wrong with it.
 * @param pairs in place of those of `pairs.json`
 */
export async function readCoco(folder: string, pairs?: readonly Pair[]): Promise<Question[]> {
  const { images, annotations, categories } = await readJson(join(folder, 'instances.json'), instancesSchema);
  const asked = pairs ?? (await readJson(join(folder, 'pairs.json'), pairsSchema));
  const questions: Question[] = [];
  for (const { id: imageId, file_name, width, height } of images) {
    for (const { image, from, to } of asked) {
      if (image !== undefined && image !== file_name) continue;
      const category = categories.find(({ name }) => name === from)?.id;
      const shown = annotations.filter(one => one.image_id === imageId && one.category_id === category);
      if (shown.length === 0) continue;
      const truth = () => {
        const masks = shown.map(({ segmentation }) => rasteriseMask(segmentation, width, height));
        return masks.reduce((all, mask) => all.map((v, i) => Math.max(v, mask[i])));
      };
      questions.push({ file: join(folder, 'images', file_name), from, to, width, height, truth });
    }
  }
  if (questions.length > 0) return questions;
  throw new UserError('bad-dataset', `No picture of ${folder} shows an object that one of the pairs names.`);
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(path, 'utf8').catch(cause => {
    throw new UserError('bad-dataset', `${path} cannot be read: COCO folders have one.`, { cause });
  });
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const reason =
      cause instanceof z.ZodError
        ? `${cause.issues[0].path.join('.')}: ${cause.issues[0].message}`
        : 'no JSON';
    throw new UserError('bad-dataset', `${path} is not as COCO has it (${reason}).`, { cause });
  }
}
