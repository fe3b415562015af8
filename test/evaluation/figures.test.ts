import { describe, expect, test } from 'vitest';
import { frechetDistance } from '../../src/evaluation/frechet.ts';
import { htmlReport } from '../../src/evaluation/html.ts';
import { inharmony, type Standing, standingOf } from '../../src/evaluation/inharmony.ts';
import { estimate } from '../../src/evaluation/statistics.ts';
import { markdown } from '../../src/evaluation/table.ts';
import { gaussian } from '../../src/pipeline/math/random.ts';

describe('estimates', () => {
  test('A 95% interval is 1.96 standard errors either way.', () => {
    // Deviation √2.5 of 1 … 5, over √5.
    const { mean, interval, count } = estimate([1, 2, 3, 4, 5]);
    expect([mean, count]).toEqual([3, 5]);
    expect(interval).toBeCloseTo(1.96 * Math.sqrt(2.5 / 5), 6);
  });

  test('One number has no interval, and none has no mean.', () => {
    expect(estimate([4])).toEqual({ mean: 4, interval: 0, count: 1 });
    expect(estimate([]).mean).toBeNaN();
  });
});

describe('the Fréchet distance', () => {
  const noise = gaussian(1);
  const cloud = (count: number, shift: number, scale: number) =>
    Array.from({ length: count }, () => noise(4).map(v => shift + scale * v));

  test('is 0 between a set and itself.', () => {
    const one = cloud(50, 0, 1);
    expect(frechetDistance(one, one)).toBeCloseTo(0, 6);
  });

  test('of normal clouds is what their means and deviations say: Σ (μ₁ − μ₂)² + (σ₁ − σ₂)².', () => {
    expect(frechetDistance(cloud(4000, 0, 1), cloud(4000, 2, 3))).toBeCloseTo(4 * (2 ** 2 + 2 ** 2), -1);
  });

  test('works where there are fewer vectors than numbers in one.', () => {
    expect(frechetDistance(cloud(3, 0, 1), cloud(3, 5, 1))).toBeGreaterThan(50);
  });
});

describe('inharmony', () => {
  /** A square of one colour on a ground of another, with the mask of the square. */
  const scene = (object: readonly number[], ground: readonly number[]) => {
    const [width, height] = [40, 40];
    const mask = Uint8Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      return x >= 12 && x < 28 && y >= 12 && y < 28 ? 255 : 0;
    });
    const rgb = Uint8Array.from(
      { length: 3 * mask.length },
      (_, i) => (mask[Math.floor(i / 3)] > 0 ? object : ground)[i % 3],
    );
    return standingOf({ width, height, rgb }, { width, height, data: mask })!;
  };

  test('knows the step of colour at the edge, and the difference of saturation.', () => {
    const { edge, saturation, contrast } = scene([255, 0, 0], [51, 51, 51]);
    expect(edge).toBeCloseTo((204 + 51 + 51) / (3 * 255), 5);
    expect(saturation).toBeCloseTo(1, 5);
    expect(contrast).toBeCloseTo(0, 5);
  });

  test('is undefined for an empty mask.', () => {
    const picture = { width: 4, height: 4, rgb: new Uint8Array(48) };
    expect(standingOf(picture, { width: 4, height: 4, data: new Uint8Array(16) })).toBeUndefined();
  });

  test('counts how many deviations an object stands away from real ones.', () => {
    const standing = (v: number): Standing => ({ edge: v, saturation: v, contrast: v });
    const real = [1, 3].map(standing);
    expect(inharmony(standing(2), real)).toBeCloseTo(0, 6);
    expect(inharmony(standing(4), real)).toBeCloseTo(2, 6);
  });
});

test('A table is padded Markdown.', () => {
  expect(
    markdown([
      ['a', 'bcd'],
      ['efgh', 'i'],
    ]),
  ).toBe('| a    | bcd |\n| ---- | --- |\n| efgh | i   |');
});

test('What people wrote does not become markup in the report.', () => {
  const html = htmlReport('<b>', ['a & b'], [{ title: 't', tables: [[['"x"'], ['<i>']]], pictures: [] }]);
  expect(html).toContain('<h1>&lt;b&gt;</h1>');
  expect(html).toContain('a &amp; b');
  expect(html).toContain('<td>&lt;i&gt;</td>');
});
