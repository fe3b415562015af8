/** Everything the drawn parts of a picture are written in: small pieces of SVG, lengths in pixels. */

export interface Size {
  width: number;
  height: number;
}

/** Two decimals are finer than a pixel's edge can show, and keep documents short. */
const n = (value: number): number => Math.round(value * 100) / 100;

export const hsl = (hue: number, saturation: number, lightness: number): string =>
  `hsl(${n((hue + 360) % 360)},${n(saturation)}%,${n(lightness)}%)`;

export function svgDocument({ width, height }: Size, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
}

export const rect = (x: number, y: number, width: number, height: number, fill: string, radius = 0): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(radius)}" fill="${fill}"/>`;

export const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"/>`;

export const circle = (cx: number, cy: number, r: number, fill: string): string =>
  ellipse(cx, cy, r, r, fill);

export const polygon = (points: readonly (readonly [number, number])[], fill: string): string =>
  `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="${fill}"/>`;

export const path = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`;

export const line = (d: string, stroke: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"/>`;

export const faded = (opacity: number, ...parts: string[]): string =>
  `<g opacity="${n(opacity)}">${parts.join('')}</g>`;

export const moved = (x: number, y: number, scale: number, ...parts: string[]): string =>
  `<g transform="translate(${n(x)} ${n(y)}) scale(${n(scale)})">${parts.join('')}</g>`;

/** A vertical blend as a definition and the fill that refers to it. Its id is made of its colours. */
export function verticalBlend(top: string, bottom: string): { definition: string; fill: string } {
  return blend('linear', 'x1="0" y1="0" x2="0" y2="1"', [
    [top, 1],
    [bottom, 1],
  ]);
}

/** A colour in the middle that fades to nothing at the edge. */
export function glow(colour: string, opacity: number): { definition: string; fill: string } {
  return blend('radial', '', [
    [colour, opacity],
    [colour, 0],
  ]);
}

function blend(kind: 'linear' | 'radial', attributes: string, stops: readonly (readonly [string, number])[]) {
  const id = `${kind}-${stops.flat().join('-')}`.replaceAll(/[^\w-]/g, '_');
  const inner = stops.map(
    ([colour, opacity], i) =>
      `<stop offset="${i / (stops.length - 1)}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
  );
  const definition = `<defs><${kind}Gradient id="${id}" ${attributes}>${inner.join('')}</${kind}Gradient></defs>`;
  return { definition, fill: `url(#${id})` };
}

/**
 * A smooth line through the middles of the given points, from the first to the last: quadratic curves that
 * take the points as their handles, so that it never overshoots them.
 */
export function smoothLine(points: readonly (readonly [number, number])[]): string {
  const [first, ...rest] = points;
  const steps = rest.slice(0, -1).map(([x, y], i) => {
    const [nextX, nextY] = rest[i + 1]!;
    return `Q${n(x)} ${n(y)} ${n((x + nextX) / 2)} ${n((y + nextY) / 2)}`;
  });
  const [endX, endY] = rest.at(-1)!;
  return `M${n(first![0])} ${n(first![1])} ${steps.join(' ')} L${n(endX)} ${n(endY)}`;
}
