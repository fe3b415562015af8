import sharp from 'sharp';
import { type Style, sprite } from '../../synthetic-scenes/art.ts';
import type { Box } from '../../synthetic-scenes/pixels.ts';
import { Stage } from '../../synthetic-scenes/stage.ts';
import { type Size, svgDocument } from '../../synthetic-scenes/svg.ts';
import { contactShadow } from './ornaments.ts';

/** An object from the emoji sets at its place: `x` is its middle, `y` where it touches the ground. */
interface Prop {
  name: string;
  style: Style;
  x: number;
  y: number;
  /** The longer side. */
  size: number;
  drawing?: number;
  mirrored?: boolean;
  /** Width of the contact shadow in widths of the object; 0 for what flies. */
  shadow?: number;
}

/** Layers from back to front: drawn scenery and objects. */
export type Layer = string | Prop;

export interface Picture extends Size {
  layers: readonly Layer[];
}

export interface Painted extends Size {
  image: Uint8Array;
  /** The box of each object, in the order of the layers. */
  boxes: (Box & { name: string })[];
}

/** Puts all layers together; the first one is opaque scenery. */
export async function paint({ layers, width, height }: Picture): Promise<Painted> {
  const [backdrop, ...rest] = layers;
  if (typeof backdrop !== 'string') throw new Error('the first layer is the backdrop');
  const stage = await Stage.set(svgDocument({ width, height }, backdrop));
  const boxes: Painted['boxes'] = [];
  for (const layer of rest) {
    if (typeof layer === 'string') await stage.cover(svgDocument({ width, height }, layer));
    else boxes.push({ name: layer.name, ...(await add(stage, layer)) });
  }
  return { width, height, image: stage.image, boxes };
}

async function add(stage: Stage, { name, x, y, shadow = 0.9, ...options }: Prop): Promise<Box> {
  const drawn = await sprite(name, options);
  const box = {
    left: Math.round(x - drawn.width / 2),
    top: Math.round(y - drawn.height),
    width: drawn.width,
    height: drawn.height,
  };
  if (shadow) await stage.cover(svgDocument(stage, contactShadow(x, y - 2, drawn.width * shadow)));
  stage.draw({ ...box, sprite: drawn });
  return box;
}

/** @returns how many bytes the PNG has */
export async function writePng({ image, width, height }: Painted, path: string): Promise<number> {
  const raw = { width, height, channels: 3 as const };
  const { size } = await sharp(image, { raw })
    .png({ compressionLevel: 9, effort: 10, adaptiveFiltering: true })
    .toFile(path);
  return size;
}

/**
 * Where the one target stands.
 *
 * @throws Error when another object stands in the square of 1.6 times the target's longer side around it
 */
export function checkFree({ boxes, width, height }: Painted, target: string): Box {
  const [box, ...more] = boxes.filter(({ name }) => name === target);
  if (!box || more.length) throw new Error(`there is not exactly one ${target} in the picture`);
  const half = 0.8 * Math.max(box.width, box.height);
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  if (x < half || y < half || x + half > width || y + half > height)
    throw new Error(`the region of the ${target} reaches beyond the picture`);
  const near = boxes.filter(
    other =>
      other !== box &&
      other.left < x + half &&
      other.left + other.width > x - half &&
      other.top < y + half &&
      other.top + other.height > y - half,
  );
  if (near.length) throw new Error(`too near to the ${target}: ${near.map(({ name }) => name).join(', ')}`);
  return box;
}
