import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isDrawnIn, sprite } from '../../synthetic-scenes/art.ts';
import { perform } from '../../synthetic-scenes/compose.ts';
import {
  FITTED_BACKGROUNDS,
  heldOutBackground,
  REPORTED_BACKGROUNDS,
} from '../../synthetic-scenes/held-out/backgrounds.ts';
import { castCrowd, namesIn } from '../../synthetic-scenes/held-out/crowd.ts';
import { type QualityScene, qualityScenes } from '../../synthetic-scenes/held-out/scenes.ts';
import { heldOutIcons } from '../../synthetic-scenes/held-out/sets.ts';
import { OWN_OBJECTS } from '../../synthetic-scenes/held-out/shapes.ts';
import { alikeTo, areKin, NAMES } from '../../synthetic-scenes/names.ts';
import { seededRandom } from '../../synthetic-scenes/random.ts';

const finds: readonly string[] = JSON.parse(readFileSync('models/emoji/pack.json', 'utf8')).vocabulary.finds;

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function take(count: number, options?: Parameters<typeof qualityScenes>[1]): Promise<QualityScene[]> {
  const scenes: QualityScene[] = [];
  for await (const scene of qualityScenes(count, options)) scenes.push(scene);
  return scenes;
}

describe('drawings that nothing was trained on', () => {
  it('are of objects that the built-in pack finds, and every icon that is named is there', () => {
    for (const set of ['icon-park', 'ph'] as const) {
      const named = NAMES.filter(name => heldOutIcons(set, name)!.length > 0);
      expect(named.length).toBeGreaterThan(50);
      expect(named.filter(name => !isDrawnIn(name, set))).toEqual([]);
    }
    expect(OWN_OBJECTS.filter(name => !finds.includes(name))).toEqual([]);
  });

  it('of one colour take the hue that is asked for', async () => {
    for (const [style, name] of [
      ['icon-park', 'bird'],
      ['ph', 'bird'],
      ['shapes', 'fish'],
    ] as const) {
      const [red, green] = await Promise.all(
        [0, 120].map(async hue => meanOf((await sprite(name, { style, size: 60, hue })).data)),
      );
      expect(red!.red - red!.green, style).toBeGreaterThan(15);
      expect(green!.green - green!.red, style).toBeGreaterThan(15);
    }
  });
});

function meanOf(rgba: Uint8Array): { red: number; green: number } {
  let [red, green, count] = [0, 0, 0];
  for (let i = 0; i < rgba.length; i += 4) {
    if (rgba[i + 3]! < 128) continue;
    red += rgba[i]!;
    green += rgba[i + 1]!;
    count++;
  }
  return { red: red / count, green: green / count };
}

describe('backgrounds that nothing was trained on', () => {
  it('are the same for the same seed, and none is both fitted on and reported', () => {
    for (const kind of [...FITTED_BACKGROUNDS, ...REPORTED_BACKGROUNDS]) {
      const [one, again] = [1, 1].map(seed =>
        heldOutBackground(kind, { width: 300, height: 200 }, seededRandom(seed)),
      );
      expect(again, kind).toBe(one);
    }
    expect(REPORTED_BACKGROUNDS.filter(kind => FITTED_BACKGROUNDS.some(other => other === kind))).toEqual([]);
  });
});

describe('a crowd', () => {
  const options = {
    width: 400,
    height: 300,
    seed: 5,
    from: 'cat',
    style: 'openmoji',
    styles: ['openmoji'],
    background: 'stripes',
    objects: 9,
    touching: 0.5,
  } as const;

  it('holds the target and its twin first, and what it is taken for next', async () => {
    const { actors } = await castCrowd({ ...options, traits: ['twins', 'alike'] });
    const [first, twin, other] = actors.map(({ name }) => name);
    expect([first, twin]).toEqual(['cat', 'cat']);
    expect(alikeTo('cat')).toContain(other);
    expect(actors.slice(2).filter(({ name }) => name === 'cat')).toEqual([]);
  });

  it('has its target cut by the edge where that is asked for', async () => {
    const { objects } = await perform(await castCrowd({ ...options, traits: ['cut'] }));
    const { box, visible } = objects[0]!;
    expect(visible).toBeLessThan(0.95);
    const touches =
      box.left === 0 || box.top === 0 || box.left + box.width === 400 || box.top + box.height === 300;
    expect(touches).toBe(true);
  });
});

describe('the quality scenes', () => {
  it('are half drawn as the training’s are, and the same for the same seed', async () => {
    const [scenes, again] = [await take(4), await take(4)];
    expect(scenes.map(({ tier }) => tier)).toEqual(['trained', 'strange', 'trained', 'crowded']);
    expect(again.map(({ image }) => hash(image))).toEqual(scenes.map(({ image }) => hash(image)));
  });

  it('differ from the picture without the target only where the target was', async () => {
    for (const { image, without, objects, from } of await take(4)) {
      const targets = objects.filter(({ name }) => name === from);
      const stray = image.findIndex(
        (value, i) => value !== without[i] && targets.every(({ mask }) => mask[Math.floor(i / 3)] === 0),
      );
      expect(stray).toBe(-1);
      expect(image.some((value, i) => value !== without[i])).toBe(true);
    }
  });

  it('ask for nothing akin to what is there, in its place or as a word that is absent', async () => {
    for (const { objects, to, absent } of await take(4)) {
      const words = [to, ...absent.map(({ word }) => word)];
      expect(words.filter(word => objects.some(({ name }) => areKin(name, word)))).toEqual([]);
    }
  });

  it('of the pool that presence is fitted on show other drawings than those that are reported', async () => {
    const sets = (scenes: readonly QualityScene[]) =>
      new Set(
        scenes.filter(({ tier }) => tier !== 'trained').flatMap(({ objects }) => objects.map(t => t.style)),
      );
    const reported = sets(await take(4));
    const fitted = sets(await take(4, { seed: 7, pool: 'fitted' }));
    expect([...fitted].filter(set => reported.has(set))).toEqual([]);
    expect(namesIn('shapes')).toEqual(expect.arrayContaining(['sun', 'house']));
  });
});
