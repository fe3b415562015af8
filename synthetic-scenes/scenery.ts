import type { Random } from './random.ts';
import { circle, ellipse, faded, glow, path, rect, type Size, smoothLine, verticalBlend } from './svg.ts';

/** The large parts of a landscape or a room. Positions are pixels from the top left. */

export function sky({ width, height }: Size, top: string, bottom: string): string {
  const { definition, fill } = verticalBlend(top, bottom);
  return definition + rect(0, 0, width, height, fill);
}

export function sun(x: number, y: number, radius: number, colour = '#ffd84d', halo = '#fff3b0'): string {
  const light = glow(halo, 0.9);
  return light.definition + circle(x, y, radius * 2.6, light.fill) + circle(x, y, radius, colour);
}

/**
 * A crescent: the disc without a second disc of the sky's colour would show in front of stars, so it is one
 * path.
 */
export function moon(x: number, y: number, radius: number, colour = '#fdf3c4'): string {
  const [top, bottom] = [y - radius, y + radius];
  const inner = radius * 1.15;
  return path(
    `M${x} ${top} A${radius} ${radius} 0 1 0 ${x} ${bottom} A${inner} ${inner} 0 0 1 ${x} ${top} Z`,
    colour,
  );
}

/** Puffs of a cloud: centre and radius in widths of the cloud, above the middle of its flat base. */
const PUFFS = [
  [-0.31, -0.13, 0.13],
  [-0.1, -0.19, 0.19],
  [0.14, -0.16, 0.16],
  [0.33, -0.115, 0.115],
] as const;

/** @param width of the whole cloud; `y` is its base */
export function cloud(x: number, y: number, width: number, colour = '#ffffff', opacity = 0.92): string {
  const puffs = PUFFS.map(([dx, dy, r]) => circle(x + dx * width, y + dy * width, r * width, colour));
  const base = rect(x - 0.5 * width, y - 0.16 * width, width, 0.16 * width, colour, 0.08 * width);
  return faded(opacity, ...puffs, base);
}

export interface HillOptions {
  /** Mean height of the crest, from the top of the picture. */
  crest: number;
  /** How far the crest rises and falls. */
  swell: number;
  /** Distance between a rise and the next fall. */
  stride: number;
  fill: string;
}

/** Rolling ground from its crest to the bottom of the picture. */
export function hills({ width, height }: Size, random: Random, options: HillOptions): string {
  const { crest, swell, stride, fill } = options;
  const points: [number, number][] = [];
  let side = random.pick([-1, 1]);
  for (let x = -stride; x < width + 2 * stride; x += stride * random.between(0.75, 1.25)) {
    points.push([x, crest + side * swell * random.between(0.4, 1)]);
    side = -side;
  }
  const right = points.at(-1)![0];
  return path(`${smoothLine(points)} L${right} ${height} L${-stride} ${height} Z`, fill);
}

/** Specks of light in the upper part of the picture: stars, or falling snow. */
export function specks(area: Size, random: Random, count: number, radius: number, colour: string): string {
  const dots = Array.from({ length: count }, () =>
    circle(
      random.between(0, area.width),
      random.between(0, area.height),
      radius * random.between(0.5, 1.3),
      colour,
    ),
  );
  return dots.join('');
}

/** Short strokes of foam on water. */
export function ripples(
  { width, height }: Size,
  random: Random,
  top: number,
  unit: number,
  colour: string,
): string {
  const count = Math.round((width * (height - top)) / (unit * unit * 260));
  const strokes = Array.from({ length: count }, () => {
    const y = random.between(top + 2 * unit, height);
    const nearness = 0.5 + (y - top) / (height - top);
    return ellipse(random.between(0, width), y, 4 * unit * nearness, 0.45 * unit * nearness, colour);
  });
  return faded(0.45, ...strokes);
}

/** A row of plain houses whose roofs end between `highest` and `lowest`. */
export function skyline(
  size: Size,
  random: Random,
  roofs: { highest: number; lowest: number; unit: number; colours: readonly string[] },
): string {
  const houses: string[] = [];
  let x = 0;
  while (x < size.width) {
    const width = roofs.unit * random.between(10, 19);
    const roof = random.between(roofs.highest, roofs.lowest);
    houses.push(rect(x, roof, width + 1, size.height - roof, random.pick(roofs.colours)));
    x += width;
  }
  return houses.join('');
}

/** A window with a frame, a cross and the sky in it. */
export function roomWindow(x: number, y: number, width: number, height: number): string {
  const frame = Math.min(width, height) * 0.08;
  return [
    rect(x, y, width, height, '#ffffff', frame),
    rect(x + frame, y + frame, width - 2 * frame, height - 2 * frame, '#bfe3f5'),
    rect(x + (width - frame) / 2, y, frame, height, '#ffffff'),
    rect(x, y + (height - frame) / 2, width, frame, '#ffffff'),
  ].join('');
}

/** A table or a floor from its far edge down, with a darker line under the edge. */
export function boards({ width, height }: Size, edge: number, colour: string): string {
  return (
    rect(0, edge, width, height - edge, colour) +
    faded(0.1, rect(0, edge + (height - edge) * 0.14, width, Math.max(1, height * 0.012), '#000000'))
  );
}
