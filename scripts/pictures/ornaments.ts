import type { Random } from '../../synthetic-scenes/random.ts';
import {
  circle,
  ellipse,
  faded,
  glow,
  line,
  moved,
  path,
  polygon,
  rect,
} from '../../synthetic-scenes/svg.ts';

/**
 * Small drawn objects that make a picture dear: flowers, fences, grass. Positions are where they touch the
 * ground.
 */

const PETALS = 6;

/** @param size of the blossom, across; the stem is one and a half times as long */
export function flower(x: number, y: number, size: number, petal: string, heart = '#f7b733'): string {
  const petals = Array.from({ length: PETALS }, (_, i) => {
    const angle = (i * 2 * Math.PI) / PETALS;
    return circle(0.3 * Math.cos(angle), -1.5 + 0.3 * Math.sin(angle), 0.2, petal);
  });
  const stem = line('M0 0 Q0.12 -0.8 0 -1.4', '#3f8f3a', 0.1);
  const leaf = path('M0.04 -0.4 Q0.5 -0.5 0.55 -0.95 Q0.1 -0.85 0.04 -0.4 Z', '#4fa545');
  return moved(x, y, size, stem, leaf, ...petals, circle(0, -1.5, 0.19, heart));
}

export function tulip(x: number, y: number, size: number, petal: string): string {
  return moved(
    x,
    y,
    size,
    line('M0 0 Q-0.08 -0.7 0 -1.3', '#3f8f3a', 0.11),
    path('M0 -0.1 Q-0.55 -0.4 -0.5 -1 Q-0.1 -0.7 0 -0.1 Z', '#4fa545'),
    path(
      'M-0.36 -1.85 L-0.14 -1.6 L0 -1.95 L0.14 -1.6 L0.36 -1.85 Q0.46 -1.2 0 -1.15 Q-0.46 -1.2 -0.36 -1.85 Z',
      petal,
    ),
  );
}

function tuft(x: number, y: number, size: number, colour: string): string {
  const blades = 'M0 0 Q-0.3 -0.5 -0.6 -0.7 M0 0 Q-0.08 -0.6 -0.1 -1 M0 0 Q0.2 -0.5 0.5 -0.8';
  return moved(x, y, size, line(blades, colour, 0.16));
}

/** Tufts strewn over a band of ground; `free` says where one may grow. */
export function grass(
  random: Random,
  band: {
    left: number;
    right: number;
    top: number;
    bottom: number;
    count: number;
    size: number;
    colour: string;
  },
  free: (x: number, y: number) => boolean = () => true,
): string {
  const tufts = Array.from({ length: band.count }, () => {
    const [x, y] = [random.between(band.left, band.right), random.between(band.top, band.bottom)];
    const nearness = 0.55 + (0.45 * (y - band.top)) / (band.bottom - band.top);
    return free(x, y) ? tuft(x, y, band.size * nearness, band.colour) : '';
  });
  return tufts.join('');
}

export function bush(x: number, y: number, width: number, colour: string, light: string): string {
  return moved(
    x,
    y,
    width,
    path(
      'M-0.5 0 Q-0.56 -0.24 -0.36 -0.28 Q-0.3 -0.52 -0.06 -0.46 Q0.12 -0.62 0.28 -0.4 Q0.52 -0.4 0.5 0 Z',
      colour,
    ),
    circle(-0.2, -0.26, 0.1, light),
    circle(0.1, -0.34, 0.12, light),
    circle(0.3, -0.2, 0.07, light),
  );
}

export function stone(x: number, y: number, width: number, colour = '#b7b3a8'): string {
  return moved(
    x,
    y,
    width,
    path('M-0.5 0 Q-0.5 -0.36 -0.14 -0.44 Q0.34 -0.5 0.5 0 Z', colour),
    faded(0.35, path('M-0.34 -0.16 Q-0.26 -0.34 0.02 -0.36 Q-0.16 -0.28 -0.2 -0.12 Z', '#ffffff')),
  );
}

/** A picket fence along a gentle slope: `rise` is how much higher the right end stands. */
export function fence(
  x: number,
  y: number,
  width: number,
  height: number,
  rise = 0,
  colour = '#ffffff',
): string {
  const gap = height * 0.44;
  const count = Math.floor(width / gap);
  const slope = rise / width;
  const rail = (share: number) => {
    const at = y - height * share;
    const [half, end] = [height * 0.055, at - slope * count * gap];
    return polygon(
      [
        [x, at - half],
        [x + count * gap, end - half],
        [x + count * gap, end + half],
        [x, at + half],
      ],
      '#e9e4da',
    );
  };
  const pickets = Array.from({ length: count + 1 }, (_, i) => {
    const [left, foot, half] = [x + i * gap, y - slope * i * gap, height * 0.11];
    return polygon(
      [
        [left - half, foot],
        [left - half, foot - height * 0.82],
        [left, foot - height],
        [left + half, foot - height * 0.82],
        [left + half, foot],
      ],
      colour,
    );
  });
  return rail(0.62) + rail(0.28) + pickets.join('');
}

/** A striped balloon with a basket; `y` is the middle of its envelope. */
export function airBalloon(x: number, y: number, radius: number, colours: readonly [string, string]): string {
  const [light, dark] = colours;
  const envelope =
    'M0 -1 C0.62 -1 1 -0.6 1 -0.06 C1 0.5 0.42 0.86 0.24 1.14 L-0.24 1.14 C-0.42 0.86 -1 0.5 -1 -0.06 C-1 -0.6 -0.62 -1 0 -1 Z';
  const stripe = (w: number) =>
    `M0 -1 C${w} -1 ${w * 1.6} -0.6 ${w * 1.6} -0.06 C${w * 1.6} 0.5 ${w * 0.68} 0.86 ${w * 0.4} 1.14 L${-w * 0.4} 1.14 C${-w * 0.68} 0.86 ${-w * 1.6} 0.5 ${-w * 1.6} -0.06 C${-w * 1.6} -0.6 ${-w} -1 0 -1 Z`;
  return moved(
    x,
    y,
    radius,
    path(envelope, dark),
    path(stripe(0.42), light),
    path(stripe(0.2), dark),
    faded(
      0.16,
      path(
        'M0 -1 C0.62 -1 1 -0.6 1 -0.06 C1 0.5 0.42 0.86 0.24 1.14 L0.02 1.14 C0.5 0.6 0.7 -0.4 0 -1 Z',
        '#000000',
      ),
    ),
    line('M-0.2 1.14 L-0.16 1.5 M0.2 1.14 L0.16 1.5', '#8a6642', 0.035),
    rect(-0.2, 1.46, 0.4, 0.3, '#a9743f', 0.05),
    rect(-0.23, 1.44, 0.46, 0.09, '#c58d52', 0.04),
  );
}

export function birds(x: number, y: number, size: number, colour = '#5d7f97'): string {
  const bird = 'M-1 -0.25 Q-0.5 -0.7 0 0 Q0.5 -0.7 1 -0.25';
  return [
    [0, 0, 1],
    [2.6, -1, 0.75],
    [4.3, 0.5, 0.85],
  ]
    .map(([dx, dy, scale]) => moved(x + dx! * size, y + dy! * size, size * scale!, line(bird, colour, 0.17)))
    .join('');
}

/** What keeps an object from floating: a faint ellipse under its feet. */
export function contactShadow(x: number, y: number, width: number, strength = 0.2): string {
  const shade = glow('#1d3a1a', strength);
  return shade.definition + ellipse(x, y, width / 2, width * 0.075, shade.fill);
}
