import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Pair } from '../../src/evaluation/coco.ts';
import { runLengths } from '../../src/evaluation/coco-masks.ts';
import { benchmarkScenes } from '../../synthetic-scenes/benchmark.ts';
import { areKin } from '../../synthetic-scenes/names.ts';
import { seededRandom } from '../../synthetic-scenes/random.ts';

/** Longer sides above this are not composed: larger pictures cost time and show nothing new. */
const LARGEST = 900;

/**
 * Writes generated scenes as a folder in COCO's format, each with one pair: an object in it, and an unrelated
 * one that the pack paints. The same seed writes the same folder.
 * @param paints the words that the pack paints
 */
export async function writeCoco(
  folder: string,
  { seed, count, paints }: { seed: number; count: number; paints: readonly string[] },
): Promise<void> {
  const random = seededRandom(seed);
  const [images, annotations, pairs]: [object[], object[], Pair[]] = [[], [], []];
  const names: string[] = [];
  const categoryOf = (name: string) => {
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name) + 1;
  };
  await mkdir(join(folder, 'images'), { recursive: true });
  for await (const { width, height, image, objects, from } of benchmarkScenes(seed, 4 * count)) {
    if (images.length === count) break;
    if (Math.max(width, height) > LARGEST) continue;
    const id = images.length + 1;
    const file_name = `${String(id).padStart(4, '0')}.png`;
    await sharp(image, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(join(folder, 'images', file_name));
    images.push({ id, file_name, width, height });
    for (const { name, mask, box } of objects) {
      annotations.push({
        id: annotations.length + 1,
        image_id: id,
        category_id: categoryOf(name),
        bbox: [box.left, box.top, box.width, box.height],
        iscrowd: 0,
        segmentation: { size: [height, width], counts: runLengths(mask, width, height) },
      });
    }
    pairs.push({ image: file_name, from, to: random.pick(paints.filter(name => !areKin(name, from))) });
  }
  const categories = names.map((name, i) => ({ id: i + 1, name }));
  await writeFile(join(folder, 'instances.json'), JSON.stringify({ images, annotations, categories }));
  await writeFile(join(folder, 'pairs.json'), JSON.stringify(pairs));
}
