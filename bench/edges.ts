/**
 * npm run bench:edges [-- --quick]: objects at the picture's edge, in eight positions, whole and cut off:
 * found or not, how well they are outlined, whether anything of a box lies beyond the picture, and whether
 * what was whole stays whole and what was cut stays cut.
 */

import sharp from 'sharp';
import { edit } from '../src/pipeline/edit.ts';
import { SET } from '../src/pipeline/image/picture.ts';
import { findMask } from '../src/pipeline/mask.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';
import { type Style, sprite } from '../synthetic-scenes/art.ts';
import { Stage } from '../synthetic-scenes/stage.ts';
import { rect, svgDocument } from '../synthetic-scenes/svg.ts';
import { mean, quick, report } from './lib/report.ts';

const WIDTH = 640;
const HEIGHT = 480;
const SIZE = 150;
/** Objects with their sets, and their replacements. */
const PAIRS: readonly (readonly [string, Style, string])[] = [
  ['horse', 'noto', 'zebra'],
  ['car', 'twemoji', 'bus'],
  ['pizza', 'twemoji', 'pineapple'],
  ['dog', 'noto', 'cat'],
];
/** The object's position: −1, 0 and 1 across and down. */
const POSITIONS = [-1, 0, 1]
  .flatMap(y => [-1, 0, 1].map(x => [x, y] as const))
  .filter(([x, y]) => x !== 0 || y !== 0);
/** How far an object is pushed over the edge, in parts of its side; whole ones stand a few pixels off it. */
const PUSHES = { whole: -0.05, cut: 0.4 } as const;

interface Trial {
  readonly found: boolean;
  readonly iou: number;
  readonly beyond: boolean;
  /** Undefined where it was not found. */
  readonly kept: boolean | undefined;
}

const pack = await loadPack('emoji', { provider: 'cpu' });
const figures: Record<string, number> = {};
for (const [kind, push] of Object.entries(PUSHES)) {
  const trials: Trial[] = [];
  for (const pair of quick ? PAIRS.slice(0, 1) : PAIRS) {
    for (const position of POSITIONS) trials.push(await tryAt(pair, position, push));
  }
  const found = trials.filter(trial => trial.found);
  figures[`${kind}Found`] = found.length / trials.length;
  figures[`${kind}Iou`] = mean(found.map(({ iou }) => iou));
  figures[`${kind}BeyondPicture`] = mean(found.map(({ beyond }) => (beyond ? 1 : 0)));
  figures[`${kind}Kept`] = mean(found.map(({ kept }) => (kept === true ? 1 : 0)));
}
await report('edges', {
  figures,
  notes: [
    `${quick ? 1 : PAIRS.length} objects of ${SIZE} px in eight positions at the edges of ${WIDTH} × ${HEIGHT}, whole and with 40% of a side cut off`,
    'kept: the new object reaches the edges that cut the old one, and no other',
  ],
});

async function tryAt(
  [from, style, to]: (typeof PAIRS)[number],
  [x, y]: readonly [number, number],
  push: number,
): Promise<Trial> {
  const sky = rect(0, 0, WIDTH, HEIGHT, '#cfe6f5');
  const grass = rect(0, HEIGHT * 0.6, WIDTH, HEIGHT * 0.4, '#9cc46a');
  const stage = await Stage.set(svgDocument({ width: WIDTH, height: HEIGHT }, sky + grass));
  const drawn = await sprite(from, { style, size: SIZE });
  const place = (side: number, at: number, size: number) => {
    if (at === 0) return Math.round((side - size) / 2);
    return Math.round(at < 0 ? -push * size : side - size + push * size);
  };
  const left = place(WIDTH, x, drawn.width);
  const top = place(HEIGHT, y, drawn.height);
  const truth = stage.draw({ left, top, width: drawn.width, height: drawn.height, sprite: drawn });
  const png = await sharp(stage.image, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toBuffer();
  const localisations = new Map();
  try {
    const { mask, found } = await findMask(pack, png, { from, grow: 0, feather: 0 }, { localisations });
    const box = found.box;
    const beyond =
      box.left < 0 || box.top < 0 || box.left + box.width > WIDTH || box.top + box.height > HEIGHT;
    const { matte } = await edit(pack, png, { from, to }, { localisations });
    const isCut = push > 0;
    const kept =
      touches(matte.data, 'x', x) === (isCut && x !== 0) &&
      touches(matte.data, 'y', y) === (isCut && y !== 0);
    return { found: true, iou: overlap(mask.data, truth), beyond, kept };
  } catch {
    return { found: false, iou: 0, beyond: false, kept: undefined };
  }
}

/** Whether a matte reaches the first or last line of an axis on one side; 0: either. */
function touches(matte: Uint8Array, axis: 'x' | 'y', side: number): boolean {
  const length = axis === 'x' ? HEIGHT : WIDTH;
  const last = (axis === 'x' ? WIDTH : HEIGHT) - 1;
  const at = (line: number, i: number) => matte[axis === 'x' ? i * WIDTH + line : line * WIDTH + i];
  const lines = [...(side <= 0 ? [0] : []), ...(side >= 0 ? [last] : [])];
  return lines.some(line => Array.from({ length }, (_, i) => at(line, i)).some(v => v >= SET));
}

function overlap(a: Uint8Array, b: Uint8Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (a[i] >= SET && b[i] >= SET) both++;
    if (a[i] >= SET || b[i] >= SET) either++;
  }
  return either === 0 ? 0 : both / either;
}
