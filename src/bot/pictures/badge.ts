import type { Rendering } from '../../pipeline/image/render.ts';

/**
 * Figures of 3 × 5 cells, a row of bits each: numbers on a sheet must not depend on the fonts of the machine.
 */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  '0': [0b111, 0b101, 0b101, 0b101, 0b111],
  '1': [0b010, 0b110, 0b010, 0b010, 0b111],
  '2': [0b111, 0b001, 0b111, 0b100, 0b111],
  '3': [0b111, 0b001, 0b111, 0b001, 0b111],
  '4': [0b101, 0b101, 0b111, 0b001, 0b001],
  '5': [0b111, 0b100, 0b111, 0b001, 0b111],
  '6': [0b111, 0b100, 0b111, 0b101, 0b111],
  '7': [0b111, 0b001, 0b010, 0b010, 0b010],
  '8': [0b111, 0b101, 0b111, 0b101, 0b111],
  '9': [0b111, 0b101, 0b111, 0b001, 0b111],
  '.': [0b000, 0b000, 0b000, 0b000, 0b010],
};
const GLYPH_WIDTH = 3;
const GLYPH_HEIGHT = 5;
const INK = 255;
const GROUND = 24;

/** The picture with a number in its upper left corner, white on dark. Throws on what is no figure. */
export function badge(picture: Rendering, label: string): Rendering {
  const cell = Math.max(1, Math.round(Math.min(picture.width, picture.height) / 70));
  const cells = badgeCells(label);
  const rgb = picture.rgb.slice();
  for (let y = 0; y < Math.min(picture.height, cells.length * cell); y++) {
    const line = cells[Math.floor(y / cell)];
    for (let x = 0; x < Math.min(picture.width, line.length * cell); x++) {
      rgb.fill(
        line[Math.floor(x / cell)] ? INK : GROUND,
        (y * picture.width + x) * 3,
        (y * picture.width + x + 1) * 3,
      );
    }
  }
  return { ...picture, rgb };
}

/** Rows of cells, true where there is ink, with a cell of ground round every figure and two at the edge. */
function badgeCells(label: string): boolean[][] {
  const glyphs = [...label].map(figure => {
    const glyph = GLYPHS[figure];
    if (glyph === undefined) throw new Error(`There is no figure "${figure}" for a badge.`);
    return glyph;
  });
  const width = glyphs.length * (GLYPH_WIDTH + 1) + 3;
  const blank = () => new Array<boolean>(width).fill(false);
  const lines = Array.from({ length: GLYPH_HEIGHT }, (_, y) => [
    false,
    false,
    ...glyphs.flatMap(glyph => [4, 2, 1].map(bit => (glyph[y] & bit) !== 0).concat(false)),
    false,
  ]);
  return [blank(), blank(), ...lines, blank(), blank()];
}
