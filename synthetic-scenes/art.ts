import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { type HeldOutSet, heldOutIcons, isHeldOut, tinted } from './held-out/sets.ts';
import { OWN_SIDE, ownDrawing, ownDrawings } from './held-out/shapes.ts';
import { iconsOf } from './names.ts';
import { type Box, inkBox } from './pixels.ts';

/** The emoji sets that the built-in pack learnt to paint, by the names of their Iconify packages. */
export const STYLES = ['twemoji', 'noto', 'fluent-emoji-flat'] as const;
export type Style = (typeof STYLES)[number] | HeldOutSet;

export const isStyle = (name: string): name is Style =>
  isHeldOut(name) || STYLES.some(style => style === name);

/** An object cut out of its background: RGBA, straight alpha. */
export interface Sprite {
  width: number;
  height: number;
  data: Uint8Array;
}

export interface SpriteOptions {
  style: Style;
  /** The longer side of the visible part, in pixels. */
  size: number;
  /** Which of the set's drawings of the object, modulo how many there are. */
  drawing?: number;
  mirrored?: boolean;
  /** The main colour, in degrees, of sets that have but one. */
  hue?: number;
}

interface Icon {
  body: string;
  left?: number;
  top?: number;
  width?: number;
  height?: number;
}
type IconSet = Required<Pick<Icon, 'width' | 'height'>> & { icons: Record<string, Icon> };

const MEASURED_SIDE = 256;
const sets = new Map<Style, IconSet>();
const inkBoxes = new Map<string, Promise<Box>>();

/**
 * One object, its visible part exactly `size` pixels on the longer side, drawn at that size from its vector
 * source.
 *
 * @throws Error when the set does not draw the object
 */
export async function sprite(name: string, options: SpriteOptions): Promise<Sprite> {
  const { style, size, drawing = 0, mirrored = false, hue = 210 } = options;
  const icons = iconsIn(name, style);
  if (icons.length === 0) throw new Error(`the set ${style} does not draw "${name}"`);
  const icon = icons[drawing % icons.length]!;
  const ink = await inkOf(style, icon);
  const scale = size / Math.max(ink.width, ink.height);
  const width = Math.max(1, Math.round(ink.width * scale));
  const height = Math.max(1, Math.round(ink.height * scale));
  return rasterise(toSvg(tinted(style, bodyOf(style, icon), hue), ink, width, height), mirrored);
}

function iconsIn(name: string, style: Style): readonly string[] {
  if (style === 'shapes') return ownDrawings(name);
  const icons = isHeldOut(style) ? heldOutIcons(style, name) : undefined;
  return (icons ?? iconsOf(name)).filter(icon => iconSet(style).icons[icon] !== undefined);
}

/** Whether a set has a drawing of an object. */
export const isDrawnIn = (name: string, style: Style): boolean => iconsIn(name, style).length > 0;

/** An SVG document of our own as pixels. */
export async function rasterise(svg: string, mirrored = false): Promise<Sprite> {
  // The pipeline blocks SVG in the whole process, as pictures come from strangers; ours do not.
  sharp.unblock({ operation: ['VipsForeignLoadSvg'] });
  const picture = sharp(Buffer.from(svg), { unlimited: true }).ensureAlpha();
  const { data, info } = await picture.flop(mirrored).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

/** Where in the icon's own coordinates something is drawn: the sets pad their icons differently. */
function inkOf(style: Style, icon: string): Promise<Box> {
  const key = `${style}:${icon}`;
  const known = inkBoxes.get(key);
  if (known) return known;
  const measured = measureInk(style, icon);
  inkBoxes.set(key, measured);
  return measured;
}

async function measureInk(style: Style, icon: string): Promise<Box> {
  const view = viewBoxOf(style, icon);
  const unit = Math.max(view.width, view.height) / MEASURED_SIDE;
  const drawn = await rasterise(
    toSvg(
      tinted(style, bodyOf(style, icon), 0),
      view,
      Math.round(view.width / unit),
      Math.round(view.height / unit),
    ),
  );
  const ink = inkBox(
    drawn.data.filter((_, i) => i % 4 === 3),
    drawn.width,
    8,
  );
  if (!ink) throw new Error(`${style} draws nothing for "${icon}"`);
  return {
    left: view.left + ink.left * unit,
    top: view.top + ink.top * unit,
    width: ink.width * unit,
    height: ink.height * unit,
  };
}

function viewBoxOf(style: Style, icon: string): Box {
  if (style === 'shapes') return { left: 0, top: 0, width: OWN_SIDE, height: OWN_SIDE };
  const set = iconSet(style);
  const { left = 0, top = 0, width = set.width, height = set.height } = set.icons[icon] ?? {};
  return { left, top, width, height };
}

function bodyOf(style: Style, icon: string): string {
  if (style === 'shapes') return ownDrawing(icon);
  const found = iconSet(style).icons[icon];
  if (!found) throw new Error(`the set ${style} has no icon "${icon}"`);
  return found.body;
}

function iconSet(style: Style): IconSet {
  let set = sets.get(style);
  if (!set) {
    const path = createRequire(import.meta.url).resolve(`@iconify-json/${style}/icons.json`);
    const parsed = JSON.parse(readFileSync(path, 'utf8')) as Partial<IconSet> & Pick<IconSet, 'icons'>;
    set = { width: 16, height: 16, ...parsed };
    sets.set(style, set);
  }
  return set;
}

function toSvg(body: string, view: Box, width: number, height: number): string {
  const viewBox = `${view.left} ${view.top} ${view.width} ${view.height}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="${viewBox}" preserveAspectRatio="none">${body}</svg>`;
}
