import type { Random } from '../random.ts';
import { circle, hsl, rect, type Size } from '../svg.ts';

/** Backgrounds with a setting: a city at night, a papered room, a screenshot of a chat. */

/** A painter's size, random numbers, and unit: 1% of the shorter side. */
export interface Canvas extends Size {
  random: Random;
  unit: number;
}

/** Dark towers with lit windows under a few stars. */
export function nightCity({ random: r, width, height, unit }: Canvas): string {
  const hue = r.between(225, 260);
  const stars = Array.from({ length: 24 }, () =>
    circle(r.between(0, width), r.between(0, height * 0.5), 0.4 * unit, '#e9e4c9'),
  );
  const towers: string[] = [];
  for (let x = 0; x < width; ) {
    const [wide, top] = [unit * r.between(12, 20), height * r.between(0.25, 0.6)];
    towers.push(rect(x, top, wide, height - top, hsl(hue, 25, r.between(12, 20))));
    for (let y = top + 3 * unit; y < height - 4 * unit; y += 6 * unit) {
      for (let at = x + 2 * unit; at < x + wide - 3 * unit; at += 4.5 * unit) {
        if (r.chance(0.45)) towers.push(rect(at, y, 2.2 * unit, 3.2 * unit, hsl(48, 80, r.between(50, 72))));
      }
    }
    x += wide + r.between(0, 2) * unit;
  }
  return rect(0, 0, width, height, hsl(hue, 45, 9)) + stars.join('') + towers.join('');
}

/** Striped wallpaper, a framed picture, floor boards. */
export function wallpaperRoom({ random: r, width, height, unit }: Canvas): string {
  const [hue, floor] = [r.between(0, 360), height * r.between(0.62, 0.74)];
  const stripes = Array.from({ length: Math.ceil(width / (7 * unit)) }, (_, i) =>
    rect(i * 7 * unit, 0, 3 * unit, floor, hsl(hue, 30, 74)),
  );
  const boards = Array.from({ length: Math.ceil((height - floor) / (6 * unit)) }, (_, i) =>
    rect(0, floor + i * 6 * unit, width, 0.5 * unit, hsl(28, 40, 34)),
  );
  const x = width * r.between(0.1, 0.7);
  return [
    rect(0, 0, width, height, hsl(hue, 28, 82)),
    ...stripes,
    rect(x, 8 * unit, 24 * unit, 18 * unit, '#6b4a2b'),
    rect(x + 2 * unit, 10 * unit, 20 * unit, 14 * unit, hsl(r.between(0, 360), 35, 70)),
    rect(0, floor - 3 * unit, width, 3 * unit, '#f4f1ea'),
    rect(0, floor, width, height - floor, hsl(28, 42, 48)),
    ...boards,
  ].join('');
}

/** Bubbles with grey lines for words, on the left and on the right, in light or dark. */
export function chat({ random: r, width, height, unit }: Canvas): string {
  const dark = r.chance(0.5);
  const [back, theirs, ours, ink] = dark
    ? ['#313338', '#3f4147', '#4752c4', '#b5bac1']
    : ['#ffffff', '#ececf1', '#cfe2ff', '#8a8f98'];
  const parts = [rect(0, 0, width, height, back), rect(0, 0, width, 9 * unit, dark ? '#232428' : '#f2f3f5')];
  for (let y = 13 * unit; y < height; ) {
    const [lines, mine, wide] = [r.integer(1, 4), r.chance(0.4), width * r.between(0.35, 0.6)];
    const [x, high] = [mine ? width - wide - 4 * unit : 12 * unit, (lines * 4 + 3) * unit];
    if (!mine) parts.push(circle(6 * unit, y + 3.5 * unit, 3.5 * unit, hsl(r.between(0, 360), 50, 60)));
    parts.push(rect(x, y, wide, high, mine ? ours : theirs, 2.5 * unit));
    for (let i = 0; i < lines; i++) {
      parts.push(
        rect(
          x + 3 * unit,
          y + (2.2 + 4 * i) * unit,
          wide * r.between(0.4, 0.85),
          1.4 * unit,
          ink,
          0.7 * unit,
        ),
      );
    }
    y += high + 4 * unit;
  }
  return parts.join('');
}
