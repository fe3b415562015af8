import type { Random } from '../random.ts';
import { circle, hsl, line, polygon, rect, type Size, verticalBlend } from '../svg.ts';
import { type Canvas, chat, nightCity, wallpaperRoom } from './settings.ts';

/**
 * Backgrounds that nothing was trained on, which fill the picture; objects are placed anywhere on them.
 * `FITTED_BACKGROUNDS` are for fitting, the others for what is reported.
 */
const BACKGROUNDS = {
  stripes,
  bricks,
  paper,
  plaster,
  nightCity,
  wallpaperRoom,
  chat,
  perspective,
  gradient,
  dots,
  wood,
  water,
  white,
  black,
  checks,
  zigzag,
  speckle,
  flat,
  rings,
  meadowOfDots,
} satisfies Record<string, (canvas: Canvas) => string>;

export type HeldOutBackground = keyof typeof BACKGROUNDS;
export const FITTED_BACKGROUNDS = ['checks', 'zigzag', 'speckle', 'flat', 'rings', 'meadowOfDots'] as const;
export const REPORTED_BACKGROUNDS = (Object.keys(BACKGROUNDS) as HeldOutBackground[]).filter(
  kind => !FITTED_BACKGROUNDS.some(fitted => fitted === kind),
);

/** SVG elements that fill a picture. */
export function heldOutBackground(kind: HeldOutBackground, size: Size, random: Random): string {
  return BACKGROUNDS[kind]({ ...size, random, unit: Math.min(size.width, size.height) / 100 });
}

const whole = ({ width, height }: Size, fill: string) => rect(0, 0, width, height, fill);
/** Numbers from 0 up to `end`, `step` apart. */
const steps = (end: number, step: number) =>
  Array.from({ length: Math.ceil(end / step) }, (_, i) => i * step);

function stripes(canvas: Canvas): string {
  const { random: r, width, height, unit } = canvas;
  const [hue, wide, steep] = [r.between(0, 360), unit * r.between(5, 12), r.between(0, 1.2)];
  const reach = steep * height;
  const bands = steps(width + reach, 2 * wide).map(x =>
    polygon(
      [
        [x - reach, height],
        [x - reach + wide, height],
        [x + wide, 0],
        [x, 0],
      ],
      hsl(hue + r.pick([0, 20]), r.between(35, 60), 62),
    ),
  );
  return whole(canvas, hsl(hue, 45, 84)) + bands.join('');
}

function bricks(canvas: Canvas): string {
  const { random: r, width, height, unit } = canvas;
  const [hue, high, wide] = [r.between(8, 28), unit * r.between(6, 9), unit * r.between(14, 20)];
  const rows = steps(height, high).flatMap((y, row) =>
    steps(width + wide, wide).map(x =>
      rect(
        x - (row % 2) * 0.5 * wide,
        y,
        wide - 0.8 * unit,
        high - 0.8 * unit,
        hsl(hue, r.between(38, 48), r.between(42, 52)),
      ),
    ),
  );
  return whole(canvas, hsl(hue, 12, 78)) + rows.join('');
}

function paper(canvas: Canvas): string {
  const { random: r, width, height, unit } = canvas;
  const [gap, squared] = [unit * r.between(4, 7), r.chance(0.5)];
  const ruled = steps(height, gap).map(y => rect(0, y, width, 0.3 * unit, '#a9c3e0'));
  const across = squared ? steps(width, gap).map(x => rect(x, 0, 0.3 * unit, height, '#a9c3e0')) : [];
  const margin = squared ? '' : rect(width * 0.12, 0, 0.4 * unit, height, '#e39a9a');
  return whole(canvas, '#fbf8ee') + ruled.join('') + across.join('') + margin;
}

function noise(canvas: Canvas, colour: string, frequency: string, amount: number): string {
  const filter = `<filter id="n" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency="${frequency}" numOctaves="3" seed="${canvas.random.integer(1, 999)}"/><feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 ${amount} 0 0 0 ${(-0.35 * amount).toFixed(2)}"/></filter>`;
  return `${whole(canvas, colour)}${filter}<rect width="${canvas.width}" height="${canvas.height}" filter="url(#n)"/>`;
}

function plaster(canvas: Canvas): string {
  return noise(canvas, hsl(canvas.random.between(20, 60), 14, canvas.random.between(70, 84)), '0.045', 0.55);
}

function speckle(canvas: Canvas): string {
  return noise(canvas, hsl(canvas.random.between(0, 360), 25, canvas.random.between(60, 80)), '0.35', 0.5);
}

function wood(canvas: Canvas): string {
  return noise(
    canvas,
    hsl(canvas.random.between(22, 38), 45, canvas.random.between(46, 62)),
    '0.006 0.09',
    0.7,
  );
}

/** A chequered floor that runs to a horizon. */
function perspective(canvas: Canvas): string {
  const { random: r, width, height } = canvas;
  const [horizon, hue] = [height * r.between(0.25, 0.4), r.between(0, 360)];
  const depths = [1, 1.3, 1.7, 2.3, 3.1, 4.4, 6.5, 11, 30];
  const at = (i: number, depth: number) =>
    [width / 2 + (i * width * 0.16) / depth, horizon + (height - horizon) / depth] as const;
  const tiles = depths.slice(0, -1).flatMap((near, row) =>
    Array.from({ length: 120 }, (_, i) => i - 60)
      .filter(i => (i + row) % 2 === 0)
      .map(i =>
        polygon(
          [at(i, near), at(i + 1, near), at(i + 1, depths[row + 1]!), at(i, depths[row + 1]!)],
          hsl(hue, 30, 45),
        ),
      ),
  );
  const sky = verticalBlend(hsl(hue + 180, 35, 82), hsl(hue + 180, 30, 92));
  return `${sky.definition}${whole(canvas, sky.fill)}${rect(0, horizon, width, height, hsl(hue, 25, 80))}${tiles.join('')}`;
}

function gradient(canvas: Canvas): string {
  const { random: r } = canvas;
  const hue = r.between(0, 360);
  const stops = [0, 0.5, 1].map(
    (at, i) =>
      `<stop offset="${at}" stop-color="${hsl(hue + i * r.between(40, 90), 65, r.between(45, 80))}"/>`,
  );
  return `<defs><linearGradient id="g" x2="1" y2="${r.between(0.2, 1).toFixed(2)}">${stops.join('')}</linearGradient></defs>${whole(canvas, 'url(#g)')}`;
}

/** Circles in rows, every second one shifted. */
function spotted(canvas: Canvas, gap: number, radius: number, under: string, colour: () => string): string {
  const rows = steps(canvas.height + gap, gap).flatMap((y, row) =>
    steps(canvas.width + gap, gap).map(x => circle(x + (row % 2) * 0.5 * gap, y, radius, colour())),
  );
  return whole(canvas, under) + rows.join('');
}

function dots(canvas: Canvas): string {
  const { random: r, unit } = canvas;
  const hue = r.between(0, 360);
  return spotted(canvas, unit * r.between(9, 14), unit * r.between(1.5, 3), hsl(hue, 50, 80), () =>
    hsl(hue, 60, 58),
  );
}

function meadowOfDots(canvas: Canvas): string {
  const { random: r, unit } = canvas;
  return spotted(canvas, 7 * unit, 1.2 * unit, hsl(105, 42, 58), () => hsl(r.between(40, 340), 80, 75));
}

function water(canvas: Canvas): string {
  const { random: r, width, height, unit } = canvas;
  const gap = unit * r.between(5, 8);
  const waves = steps(height, gap).map((y, row) => {
    const arcs = steps(width + 2 * gap, 2 * gap).map(() => `q${gap / 2} ${-gap / 2} ${gap} 0t${gap} 0`);
    return line(`M${(row % 2) * -gap} ${y}${arcs.join('')}`, hsl(200, 65, 72), 0.7 * unit);
  });
  return whole(canvas, hsl(r.between(195, 215), 60, 55)) + waves.join('');
}

function white(canvas: Canvas): string {
  return whole(canvas, '#ffffff');
}

function black(canvas: Canvas): string {
  return whole(canvas, hsl(canvas.random.between(200, 260), 20, canvas.random.between(4, 14)));
}

function flat(canvas: Canvas): string {
  const { random: r } = canvas;
  return whole(canvas, hsl(r.between(0, 360), r.between(10, 80), r.between(15, 95)));
}

function checks(canvas: Canvas): string {
  const { random: r, width, height, unit } = canvas;
  const [side, hue] = [unit * r.between(6, 14), r.between(0, 360)];
  const squares = steps(height, side).flatMap((y, row) =>
    steps(width, 2 * side).map(x => rect(x + (row % 2) * side, y, side, side, hsl(hue, 40, 60))),
  );
  return whole(canvas, hsl(hue, 40, 82)) + squares.join('');
}

function zigzag(canvas: Canvas): string {
  const { random: r, width, height, unit } = canvas;
  const [gap, hue] = [unit * r.between(6, 10), r.between(0, 360)];
  const lines = steps(height + gap, 1.6 * gap).map(y => {
    const teeth = steps(width + gap, gap).map((_, i) => `l${gap} ${i % 2 ? gap : -gap}`);
    return line(`M0 ${y}${teeth.join('')}`, hsl(hue, 50, 55), 0.5 * gap);
  });
  return whole(canvas, hsl(hue, 35, 80)) + lines.join('');
}

function rings(canvas: Canvas): string {
  const { random: r, width, height, unit } = canvas;
  const [x, y, hue] = [width * r.between(0.2, 0.8), height * r.between(0.2, 0.8), r.between(0, 360)];
  const discs = steps(160, 8).map((step, i) =>
    circle(x, y, (165 - step) * unit, hsl(hue, 45, i % 2 ? 55 : 75)),
  );
  return whole(canvas, hsl(hue, 45, 60)) + discs.join('');
}
