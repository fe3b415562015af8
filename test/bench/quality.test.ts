import { describe, expect, it } from 'vitest';
import { byTrait, figuresOf, type Sample } from '../../bench/lib/quality/figures.ts';
import { iou, levelsApart, psnrOver, shareCovered, unionOf } from '../../bench/lib/quality/measures.ts';
import { trueLocalisations } from '../../bench/lib/quality/truth.ts';
import { pictureMask } from '../../src/pipeline/localise/report.ts';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import { qualityScenes } from '../../synthetic-scenes/held-out/scenes.ts';

const everywhere = () => true;

describe('the measures', () => {
  it('give the PSNR of the chosen pixels alone, and no more than 45 dB', () => {
    const [a, b] = [Uint8Array.of(10, 10, 10, 200, 0, 0), Uint8Array.of(20, 10, 10, 0, 0, 0)];
    // One channel of three is 10 off: MSE 100 / 3.
    expect(psnrOver(a, b, p => p === 0)).toBeCloseTo(10 * Math.log10((255 * 255 * 3) / 100), 9);
    expect(psnrOver(a, a, everywhere)).toBe(45);
    expect(psnrOver(a, b, () => false)).toBeUndefined();
  });

  it('take the channel that differs most', () => {
    expect(levelsApart(Uint8Array.of(0, 5, 9), Uint8Array.of(1, 1, 9), 0)).toBe(4);
  });

  it('compare masks where they are above half', () => {
    const [a, b] = [Uint8Array.of(255, 255, 100, 0), Uint8Array.of(255, 0, 255, 0)];
    expect(iou(a, b)).toBeCloseTo(1 / 3, 9);
    expect(shareCovered(a, b)).toBe(0.5);
    expect([...unionOf([{ mask: a }, { mask: b }], 4)]).toEqual([255, 255, 255, 0]);
  });
});

describe('the figures', () => {
  const sample = (tier: Sample['scene']['tier'], found: boolean, traits: Sample['scene']['traits'] = []) => ({
    scene: { tier, traits },
    findings: { found, erasePsnr: found ? 30 : undefined },
  });

  it('are means over all and over each half, of the scenes where the question arises', () => {
    const { figures } = figuresOf([
      sample('trained', true),
      sample('crowded', true),
      sample('strange', false),
    ]);
    expect(figures).toMatchObject({
      found: 2 / 3,
      foundOld: 1,
      foundNew: 0.5,
      erasePsnr: 30,
      erasePsnrP10: 30,
    });
  });

  it('say how sure a share is by Wilson, who does not call one of one certain', () => {
    const { intervals } = figuresOf([sample('trained', true)]);
    // (1 + z²/2 ± z·√(z²/4)) / (1 + z²), z = 1.96.
    expect(intervals[0]).toBe('found 0.207–1.000 of 1');
  });

  it('are told by the kind of scene', () => {
    const told = byTrait(
      [sample('crowded', true, ['cut']), sample('crowded', false, ['cut', 'dark'])],
      'found',
    );
    expect(told).toBe('found by kind of scene: cut 0.50 of 2, dark 0.00 of 1');
  });
});

describe('the true mask', () => {
  it('is found where the target is, in place of what the pack would find', async () => {
    const pack = await loadPack('emoji', { provider: 'cpu' });
    const { value: scene } = await qualityScenes(1).next();
    const { candidates } = (await trueLocalisations(pack, scene!).get(''))!;
    const mask = pictureMask(pack, { ...scene!, rgb: scene!.image }, candidates, { grow: 0, feather: 0 });
    expect(iou(mask.data, scene!.objects[0]!.mask)).toBeGreaterThan(0.95);
  });
});
