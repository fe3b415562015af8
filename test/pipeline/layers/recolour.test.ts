import { describe, expect, test } from 'vitest';
import { oklabOf, rgbOf } from '../../../src/pipeline/image/colour/oklab.ts';
import { recoloured } from '../../../src/pipeline/layers/recolour.ts';
import type { Sprite } from '../../../src/pipeline/layers/sprite.ts';
import { nameOf } from '../../../src/pipeline/localise/colours.ts';
import { COLOURS } from '../../../src/pipeline/models/choice.ts';

type Bytes = readonly [number, number, number];
const BODY: Bytes = [190, 110, 70];
const SHADE: Bytes = [150, 80, 50];
const HOOF: Bytes = [40, 42, 48];
const TEETH: Bytes = [250, 250, 250];

/** A row of pixels, mostly of the first colour; the last is half covered. */
const pixels = [...new Array<Bytes>(12).fill(BODY), SHADE, SHADE, HOOF, TEETH, BODY];
const alpha = pixels.map((_, i) => (i === pixels.length - 1 ? 0.5 : 1));
const sprite: Sprite = {
  alpha: { data: Float32Array.from(alpha), dims: [1, 1, 1, pixels.length] },
  colour: {
    data: Float32Array.from([0, 1, 2].flatMap(c => pixels.map((rgb, i) => (rgb[c] / 127.5 - 1) * alpha[i]))),
    dims: [1, 3, 1, pixels.length],
  },
};

/** The bytes of a pixel, without its coverage. */
const at = ({ colour: { data } }: Sprite, i: number): number[] =>
  [0, 1, 2].map(c => Math.round((data[c * pixels.length + i] / alpha[i] + 1) * 127.5));

describe('an object in another colour', () => {
  test.each(COLOURS)('A brown horse becomes %s, its hooves and teeth stay.', colour => {
    const after = recoloured(sprite, colour);
    const [red, green, blue] = at(after, 0).map(level => level / 255);
    expect(nameOf(red, green, blue)).toBe(colour);
    for (const [i, before] of [
      [14, HOOF],
      [15, TEETH],
    ] as const) {
      at(after, i).forEach((level, c) => {
        expect(Math.abs(level - before[c])).toBeLessThanOrEqual(8);
      });
    }
  });

  test('Shades stay shades, and a soft edge has the colour of what it is the edge of.', () => {
    const after = recoloured(sprite, 'blue');
    const lightness = (i: number) => oklabOf(at(after, i).map(level => level / 255) as unknown as Bytes)[0];
    expect(lightness(12)).toBeLessThan(lightness(0) - 0.03);
    at(after, 16).forEach((level, c) => {
      expect(Math.abs(level - at(after, 0)[c])).toBeLessThanOrEqual(1);
    });
    expect(after.alpha).toEqual(sprite.alpha);
  });

  test('What is not there has no colour.', () => {
    const nothing = { ...sprite, alpha: { ...sprite.alpha, data: new Float32Array(pixels.length) } };
    expect(recoloured(nothing, 'red')).toEqual(nothing);
  });
});

test('Oklab’s conversion is inverted exactly.', () => {
  for (const rgb of [BODY, HOOF, TEETH]) {
    const bytes = rgbOf(oklabOf([rgb[0] / 255, rgb[1] / 255, rgb[2] / 255])).map(value =>
      Math.round(value * 255),
    );
    expect(bytes).toEqual(rgb);
  }
});
