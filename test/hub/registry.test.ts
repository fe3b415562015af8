import { expect, test } from 'vitest';
import { readRegistry } from '../../src/hub/registry.ts';
import { createScheduler, schedulerConfig } from '../../src/pipeline/schedulers/index.ts';

test('Five packs are to be had, each with CLIP, CLIPSeg and licences that say where they are.', async () => {
  const packs = await readRegistry();
  expect(packs.map(({ name }) => name)).toEqual([
    'lcm-dreamshaper',
    'sd-turbo',
    'sd15-inpaint',
    'sd15',
    'tiny-sd',
  ]);
  for (const { sources } of packs) {
    const repos = sources.map(({ repo }) => repo);
    expect(repos).toEqual(
      expect.arrayContaining(['Xenova/clip-vit-base-patch32', 'Xenova/clipseg-rd64-refined']),
    );
    expect(sources.every(({ licence }) => licence.url.startsWith('https://'))).toBe(true);
  }
});

test('The registry’s schedulers can be sampled.', async () => {
  const stated = (await readRegistry()).filter(({ known }) => known.scheduler !== undefined);
  expect(stated.map(({ name }) => name)).toEqual(['sd-turbo', 'tiny-sd']);
  for (const { known } of stated) {
    const { timesteps } = createScheduler(schedulerConfig(known.scheduler), 4);
    expect(timesteps).toHaveLength(4);
    expect(timesteps[0]).toBe(999);
  }
});
