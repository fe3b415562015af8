import type { Random } from './random.ts';
import { boards, cloud, hills, moon, ripples, roomWindow, sky, skyline, specks, sun } from './scenery.ts';
import { hsl, rect, type Size } from './svg.ts';

/** A background to put objects on. */
export interface Background {
  /** SVG elements that fill the whole picture. */
  body: string;
  /** The line, from the top, where the ground, the water or the table top begins: objects stand below it. */
  ground: number;
}

/** A painter's size, random numbers, and unit: 1% of the shorter side. */
interface Place extends Size {
  random: Random;
  unit: number;
}

const PAINTERS = { meadow, beach, desert, snow, night, sunset, sea, room, city, plain, table } as const;

export type BackgroundKind = keyof typeof PAINTERS;
export const BACKGROUND_KINDS = Object.keys(PAINTERS) as BackgroundKind[];

/**
 * A procedural background of any size and aspect ratio, in the manner the built-in pack learnt: flat colours,
 * soft gradients, rolling hills, round clouds. Details scale with the shorter side.
 */
export function background(kind: BackgroundKind, size: Size, random: Random): Background {
  const { width, height } = size;
  const unit = Math.min(width, height) / 100;
  return PAINTERS[kind]({ width, height, random, unit });
}

function meadow(place: Place): Background {
  const { random: r, height } = place;
  const hue = r.between(88, 122);
  const ground = height * r.between(0.5, 0.62);
  const body =
    sky(
      place,
      hsl(r.between(197, 213), 75, r.between(72, 80)),
      hsl(r.between(190, 203), 75, r.between(88, 94)),
    ) +
    weather(place) +
    ridge(place, ground - 5 * place.unit, 7, hsl(hue + 6, r.between(38, 55), r.between(62, 70))) +
    ridge(place, ground + 6 * place.unit, 4, hsl(hue, r.between(45, 62), r.between(52, 60))) +
    ridge(place, ground + (height - ground) * 0.45, 4, hsl(hue - 4, r.between(48, 64), r.between(45, 52)));
  return { body, ground: ground + 4 * place.unit };
}

function beach(place: Place): Background {
  const { random: r, width, height, unit } = place;
  const horizon = height * r.between(0.38, 0.48);
  const sand = height * r.between(0.6, 0.7);
  const body =
    sky(place, hsl(205, 78, 75), hsl(190, 65, 91)) +
    weather(place) +
    rect(0, horizon, width, height - horizon, hsl(r.between(190, 205), 65, r.between(50, 60))) +
    ripples({ width, height: sand }, r, horizon, unit, '#ffffff') +
    ridge(place, sand - 1.5 * unit, 2.5, hsl(45, 60, 90)) +
    ridge(place, sand, 2.5, hsl(r.between(38, 48), r.between(55, 70), r.between(72, 80)));
  return { body, ground: sand };
}

function desert(place: Place): Background {
  const { random: r, height } = place;
  const ground = height * r.between(0.52, 0.64);
  const body =
    sky(place, hsl(r.between(200, 215), 60, 76), hsl(r.between(32, 45), 75, 87)) +
    (r.chance(0.6) ? sunSomewhere(place) : '') +
    ridge(place, ground - 4 * place.unit, 8, hsl(r.between(24, 34), r.between(50, 62), r.between(66, 72))) +
    ridge(place, ground + 8 * place.unit, 5, hsl(r.between(30, 40), r.between(58, 70), r.between(57, 64)));
  return { body, ground: ground + 5 * place.unit };
}

function snow(place: Place): Background {
  const { random: r, height, unit } = place;
  const ground = height * r.between(0.52, 0.64);
  const body =
    sky(place, hsl(r.between(205, 225), 42, r.between(62, 74)), hsl(205, 45, 89)) +
    ridge(place, ground - 4 * unit, 8, hsl(208, 32, r.between(82, 88))) +
    ridge(place, ground + 7 * unit, 4, hsl(208, 35, r.between(93, 97))) +
    specks(place, r, 26, 0.9 * unit, '#ffffff');
  return { body, ground: ground + 4 * unit };
}

function night(place: Place): Background {
  const { random: r, width, height, unit } = place;
  const ground = height * r.between(0.55, 0.68);
  const hue = r.between(220, 262);
  const body =
    sky(place, hsl(r.between(225, 250), 50, r.between(13, 20)), hsl(hue, 45, r.between(30, 40))) +
    specks({ width, height: ground }, r, 30, 0.55 * unit, '#fff6cf') +
    (r.chance(0.5) ? moon(width * r.between(0.15, 0.85), height * 0.16, 6 * unit) : '') +
    ridge(place, ground - 4 * unit, 6, hsl(hue, 32, r.between(24, 28))) +
    ridge(place, ground + 6 * unit, 4, hsl(hue - 6, 36, r.between(17, 22)));
  return { body, ground: ground + 3 * unit };
}

function sunset(place: Place): Background {
  const { random: r, width, height, unit } = place;
  const ground = height * r.between(0.56, 0.66);
  const hue = r.between(262, 325);
  const body =
    sky(
      place,
      hsl(r.between(258, 298), 45, r.between(46, 56)),
      hsl(r.between(16, 35), 88, r.between(64, 72)),
    ) +
    sun(
      width * r.between(0.15, 0.85),
      ground - r.between(2, 14) * unit,
      r.between(7, 11) * unit,
      '#ffe28a',
      '#ffd9a0',
    ) +
    ridge(place, ground - 3 * unit, 6, hsl(hue, 30, r.between(38, 44))) +
    ridge(place, ground + 7 * unit, 4, hsl(hue - 8, 32, r.between(27, 33)));
  return { body, ground: ground + 3 * unit };
}

function sea(place: Place): Background {
  const { random: r, width, height, unit } = place;
  const horizon = height * r.between(0.36, 0.48);
  const hue = r.between(198, 213);
  const body =
    sky(place, hsl(205, 72, 78), hsl(198, 65, 91)) +
    weather(place) +
    rect(0, horizon, width, height - horizon, hsl(hue, 60, r.between(52, 58))) +
    ridge(place, horizon + (height - horizon) * 0.45, 2, hsl(hue + 3, 62, r.between(44, 49))) +
    ripples(place, r, horizon, unit, '#ffffff');
  return { body, ground: horizon };
}

function room(place: Place): Background {
  const { random: r, width, height, unit } = place;
  const hue = r.between(0, 360);
  const floor = height * r.between(0.64, 0.74);
  const [paneWidth, paneHeight] = [unit * r.between(22, 32), Math.min(unit * r.between(22, 30), floor * 0.6)];
  const wall = hsl(hue, r.between(22, 42), r.between(76, 86));
  const body =
    sky(place, wall, wall) +
    roomWindow(r.between(0.05, 0.95) * (width - paneWidth), floor * 0.15, paneWidth, paneHeight) +
    rect(0, floor - 2.5 * unit, width, 2.5 * unit, '#ffffff') +
    rect(0, floor, width, height - floor, hsl(r.between(22, 38), r.between(32, 50), r.between(50, 62)));
  return { body, ground: floor + 3 * unit };
}

function city(place: Place): Background {
  const { random: r, width, height, unit } = place;
  const hue = r.between(205, 255);
  const street = height * r.between(0.68, 0.76);
  const shades = (lightness: number) => [0, 4, 8].map(step => hsl(hue, 20, lightness + step));
  const body =
    sky(place, hsl(205, 60, 76), hsl(200, 55, 91)) +
    weather(place) +
    skyline(place, r, { highest: street * 0.35, lowest: street * 0.65, unit, colours: shades(72) }) +
    skyline(place, r, { highest: street * 0.55, lowest: street * 0.85, unit, colours: shades(56) }) +
    rect(0, street, width, height - street, hsl(220, 8, 62)) +
    rect(0, street + 4 * unit, width, height - street, hsl(220, 9, r.between(38, 46)));
  return { body, ground: street + 5 * unit };
}

function plain(place: Place): Background {
  const { random: r, height } = place;
  const hue = r.between(0, 360);
  const [saturation, lightness] = [r.between(32, 68), r.between(66, 88)];
  const body = sky(
    place,
    hsl(hue, saturation, lightness),
    hsl(hue + r.between(-35, 35), saturation, lightness + 4),
  );
  return { body, ground: height * 0.3 };
}

function table(place: Place): Background {
  const { random: r, height } = place;
  const edge = height * r.between(0.6, 0.7);
  const hue = r.between(0, 360);
  const body =
    sky(place, hsl(hue, r.between(18, 44), r.between(74, 84)), hsl(hue, 34, r.between(84, 91))) +
    boards(place, edge, hsl(r.between(20, 36), r.between(38, 58), r.between(42, 58)));
  return { body, ground: edge + 3 * place.unit };
}

function ridge(place: Place, crest: number, swellUnits: number, fill: string): string {
  const { random, unit } = place;
  return hills(place, random, {
    crest,
    swell: swellUnits * unit,
    stride: random.between(30, 55) * unit,
    fill,
  });
}

/** Up to three clouds, more where the picture is wide, and now and then the sun. */
function weather(place: Place): string {
  const { random: r, width, height, unit } = place;
  const count = Math.round(r.between(0, 3) * Math.min(2, width / (100 * unit)));
  const clouds = Array.from({ length: count }, () =>
    cloud(width * r.between(0.02, 0.98), height * r.between(0.1, 0.32), unit * r.between(14, 28)),
  );
  return (r.chance(0.4) ? sunSomewhere(place) : '') + clouds.join('');
}

const sunSomewhere = ({ random: r, width, height, unit }: Place): string =>
  sun(width * r.between(0.1, 0.9), height * r.between(0.1, 0.24), unit * r.between(5, 9));
