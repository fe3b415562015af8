import { type Random, seededRandom } from '../../synthetic-scenes/random.ts';
import {
  boards,
  cloud,
  hills,
  moon,
  ripples,
  roomWindow,
  sky,
  skyline,
  specks,
} from '../../synthetic-scenes/scenery.ts';
import { circle, faded, rect, type Size } from '../../synthetic-scenes/svg.ts';

/** Whole empty places for the gallery, drawn from a few colours and lines. */

interface Ridge {
  crest: number;
  fill: string;
  swell?: number;
}

/** Rolling ground in front of whatever is behind it, from far to near. */
export function ridges(size: Size, lines: readonly Ridge[], seed = 1): string {
  const random = seededRandom(seed);
  const stride = Math.max(size.width, size.height) * 0.3;
  return lines
    .map(({ crest, fill, swell = 14 }) => hills(size, random, { crest, fill, swell, stride }))
    .join('');
}

/** A sky that is brightest at the horizon, over ridges. */
export function landscape(size: Size, colours: readonly [string, string], lines: readonly Ridge[]): string {
  const horizon = Math.max(...lines.map(({ crest }) => crest));
  return sky({ ...size, height: horizon + 60 }, ...colours) + ridges(size, lines);
}

export const clouds = (...placed: readonly (readonly [x: number, y: number, width: number])[]): string =>
  placed.map(([x, y, width]) => cloud(x, y, width)).join('');

/** Water from the horizon to the sand, or to the bottom where there is none. */
export function seaside(size: Size, horizon: number, sand?: number): string {
  const { width, height } = size;
  const random = seededRandom(9);
  const unit = Math.min(width, height) / 100;
  const water =
    rect(0, horizon, width, height - horizon, '#4fb3dc') +
    hills(size, random, {
      crest: horizon + (height - horizon) * 0.4,
      swell: 5,
      stride: 260,
      fill: '#3f9fd0',
    }) +
    ripples({ width, height: sand ?? height }, random, horizon, unit, '#ffffff');
  const shore = (crest: number, fill: string) =>
    hills(size, seededRandom(4), { crest, swell: 10, stride: width * 0.35, fill });
  return (
    sky({ width, height: horizon + 1 }, '#79cbf3', '#eaf8f6') +
    water +
    (sand ? shore(sand - 9, '#fdf6dd') + shore(sand, '#f3dfa6') : '')
  );
}

interface StreetColours {
  sky: readonly [string, string];
  far: readonly string[];
  near: readonly string[];
  pavement: string;
  road: string;
  stripe: string;
  panes: string;
}

export const DAY: StreetColours = {
  sky: ['#86cdf3', '#f2f8f0'],
  far: ['#c6d6e6', '#d3dfea', '#bccfe1'],
  near: ['#f3c6a5', '#f0b6a8', '#f6dcae', '#b9d8c8', '#c9c3e3'],
  pavement: '#d8d3c8',
  road: '#7d828c',
  stripe: '#f4f1e6',
  panes: '#ffffff',
};

export const NIGHT: StreetColours = {
  sky: ['#161b45', '#4a3f7a'],
  far: ['#2f3163', '#373a70', '#2a2c5a'],
  near: ['#232548', '#2a2a55', '#1f2144'],
  pavement: '#5a5b78',
  road: '#34364f',
  stripe: '#c9b36a',
  panes: '#ffd877',
};

/** A street seen from the other side: two rows of houses, pavement, a broad road with one stripe. */
export function street(size: Size, kerb: number, colours: StreetColours, seed = 1): string {
  const { width, height } = size;
  const random = seededRandom(seed);
  const roofs = { highest: kerb * 0.3, lowest: kerb * 0.6, unit: 7, colours: colours.far };
  return [
    sky({ width, height: kerb }, ...colours.sky),
    skyline({ width, height: kerb }, random, roofs),
    houses(width, kerb, random, colours),
    rect(0, kerb, width, height - kerb, colours.pavement),
    rect(0, kerb + 26, width, height - kerb, colours.road),
    ...Array.from({ length: Math.ceil(width / 150) }, (_, i) =>
      rect(i * 150 + 30, height - 52, 84, 9, colours.stripe, 4),
    ),
  ].join('');
}

/** The near row, with windows; every third pane is dark. */
function houses(width: number, kerb: number, random: Random, { near, panes }: StreetColours): string {
  const parts: string[] = [];
  for (let x = -20, i = 0; x < width; i++) {
    const [breadth, roof] = [random.between(120, 180), kerb * random.between(0.42, 0.68)];
    parts.push(rect(x, roof, breadth - 6, kerb - roof, near[i % near.length]!, 5));
    for (let y = roof + 22; y < kerb - 50; y += 50)
      for (let left = x + 20; left < x + breadth - 38; left += 38)
        if (random.chance(0.7)) parts.push(faded(0.75, rect(left, y, 20, 28, panes, 3)));
    x += breadth;
  }
  return parts.join('');
}

export const starryMoon = (size: Size, x: number, y: number, radius: number): string =>
  specks({ width: size.width, height: size.height * 0.45 }, seededRandom(3), 44, 2.4, '#fff4c9') +
  moon(x, y, radius);

/** A wall with a window and a floor or a table top. */
export function indoors(
  size: Size,
  { wall, top, edge }: { wall: readonly [string, string]; top: string; edge: number },
  pane: readonly [x: number, y: number, width: number, height: number],
): string {
  const [x, y, width, height] = pane;
  const view =
    circle(x + width * 0.27, y + height * 0.3, Math.min(width, height) * 0.1, '#ffe27a') +
    cloud(x + width * 0.73, y + height * 0.36, width * 0.26);
  return (
    sky({ width: size.width, height: edge }, ...wall) +
    roomWindow(x, y, width, height) +
    view +
    boards(size, edge, top)
  );
}
