import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STYLES, sprite } from '../../synthetic-scenes/art.ts';
import { BACKGROUND_KINDS, background } from '../../synthetic-scenes/backgrounds.ts';
import { type BenchmarkScene, benchmarkScenes } from '../../synthetic-scenes/benchmark.ts';
import { composeScene } from '../../synthetic-scenes/compose.ts';
import { areKin, NAMES } from '../../synthetic-scenes/names.ts';
import { coverage, inkBox } from '../../synthetic-scenes/pixels.ts';
import { seededRandom } from '../../synthetic-scenes/random.ts';

const hash = (...parts: Uint8Array[]) => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
};

async function take(count: number, seed?: number): Promise<BenchmarkScene[]> {
  const scenes: BenchmarkScene[] = [];
  for await (const scene of benchmarkScenes(seed, count)) scenes.push(scene);
  return scenes;
}

describe('a composed scene', () => {
  const horse = { seed: 7, width: 320, height: 240, from: 'horse', distractors: 2 };

  it('is the same, byte for byte, for the same seed, and another one for another seed', async () => {
    const [first, again, other] = [
      await composeScene(horse),
      await composeScene(horse),
      await composeScene({ ...horse, seed: 8 }),
    ].map(({ image, objects }) => hash(image, ...objects.map(object => object.mask)));
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('names the target first, in the style that was asked for, and nothing else by its name', async () => {
    const { objects } = await composeScene({ ...horse, style: 'noto' });
    expect(objects[0]).toMatchObject({ name: 'horse', style: 'noto' });
    expect(objects.slice(1).filter(({ name }) => areKin(name, 'horse'))).toEqual([]);
  });

  it('shows the background and nothing else where all masks are empty', async () => {
    const options = { ...horse, from: 'chair', seed: 11 };
    const [bare, full] = [
      await composeScene({ ...options, distractors: 0 }),
      await composeScene({ ...options, distractors: 3 }),
    ];
    const changed = full.image.findIndex((value, i) => {
      const pixel = Math.floor(i / 3);
      return value !== bare.image[i] && full.objects.slice(1).every(({ mask }) => mask[pixel] === 0);
    });
    expect(full.objects.length).toBeGreaterThan(1);
    expect(changed).toBe(-1);
  });

  it('gives no pixel to two objects: what is in front is taken away from what is behind', async () => {
    const { objects } = await composeScene({ seed: 3, width: 256, height: 256, distractors: 3 });
    const most = objects[0]!.mask.reduce((highest, _, pixel) => {
      const sum = objects.reduce((total, { mask }) => total + mask[pixel]!, 0);
      return Math.max(highest, sum);
    }, 0);
    expect(most).toBeLessThanOrEqual(255 + objects.length);
  });

  it('holds as many copies of the target as asked, in places of their own', async () => {
    const { objects } = await composeScene({ ...horse, instances: 3, distractors: 0 });
    expect(objects.map(({ name }) => name)).toEqual(['horse', 'horse', 'horse']);
    expect(new Set(objects.map(({ box }) => `${box.left},${box.top}`)).size).toBe(3);
    expect(Math.min(...objects.map(({ visible }) => visible))).toBeGreaterThan(0.85);
  });

  it('rejects a name that no set draws', async () => {
    await expect(composeScene({ ...horse, from: 'dodo' })).rejects.toThrow(
      '"dodo" is not one of the objects',
    );
  });
});

describe('the benchmark scenes', () => {
  it('have masks that agree with their boxes', async () => {
    for (const { width, objects } of await take(6)) {
      for (const { mask, box } of objects) {
        expect(inkBox(mask, width)).toEqual(box);
        expect(coverage(mask)).toBeLessThanOrEqual(box.width * box.height * 1.2);
      }
    }
  });

  it('show at least 85% of every target, wholly inside the picture', async () => {
    for (const { width, height, objects } of await take(6)) {
      const { box, visible } = objects[0]!;
      expect(visible).toBeGreaterThanOrEqual(0.85);
      expect(box.left + box.width).toBeLessThanOrEqual(width);
      expect(box.top + box.height).toBeLessThanOrEqual(height);
    }
  });

  it('name five absent objects which neither are in the picture nor could be taken for what is', async () => {
    for (const { objects, absent } of await take(6)) {
      expect(new Set(absent).size).toBe(5);
      const present = objects.map(({ name }) => name);
      expect(absent.filter(name => present.some(other => areKin(name, other)))).toEqual([]);
    }
  });

  it('vary in size, shape and target, and with the seed', async () => {
    const scenes = await take(8);
    expect(new Set(scenes.map(({ width, height }) => `${width}x${height}`)).size).toBe(8);
    expect(new Set(scenes.map(({ from }) => from)).size).toBe(8);
    const [calibration] = await take(1, 4);
    expect(hash(calibration!.image)).not.toBe(hash(scenes[0]!.image));
  });
});

describe('the art', () => {
  it('is of objects that the built-in pack finds', () => {
    const manifest = JSON.parse(readFileSync('models/emoji/pack.json', 'utf8'));
    expect(NAMES.filter(name => !manifest.vocabulary.finds.includes(name))).toEqual([]);
  });

  it('is cropped to its ink: the longer side is the size that was asked for', async () => {
    for (const style of STYLES) {
      const { width, height, data } = await sprite('horse', { style, size: 120 });
      expect(Math.max(width, height)).toBe(120);
      const alpha = data.filter((_, i) => i % 4 === 3);
      const ink = inkBox(alpha, width, 16)!;
      expect(ink.width).toBeGreaterThanOrEqual(width - 3);
      expect(ink.height).toBeGreaterThanOrEqual(height - 3);
    }
  });

  it('has a ground inside the picture for every background, however wide or tall', () => {
    for (const kind of BACKGROUND_KINDS) {
      for (const size of [
        { width: 900, height: 300 },
        { width: 300, height: 600 },
      ]) {
        const { ground } = background(kind, size, seededRandom(1));
        expect(ground).toBeGreaterThan(0.2 * size.height);
        expect(ground).toBeLessThan(0.85 * size.height);
      }
    }
  });
});
