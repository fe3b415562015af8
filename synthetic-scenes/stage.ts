import { rasterise, type Sprite } from './art.ts';
import { type Box, intersection } from './pixels.ts';
import type { Size } from './svg.ts';

/** A sprite at its position on a stage. */
export interface Placed extends Box {
  sprite: Sprite;
}

/** A picture under construction that knows which pixels still show each object drawn so far. */
export class Stage implements Size {
  readonly width: number;
  readonly height: number;
  /** RGB, row by row. */
  readonly image: Uint8Array;
  private readonly masks: Uint8Array[] = [];

  private constructor({ width, height, data }: Sprite) {
    this.width = width;
    this.height = height;
    this.image = data.filter((_, i) => i % 4 !== 3);
  }

  /** @param svg an opaque picture */
  static async set(svg: string): Promise<Stage> {
    return new Stage(await rasterise(svg));
  }

  /**
   * Draws an object over everything so far.
   *
   * @returns its mask at the picture's size, 0 to 255, live: what is drawn later is taken away from it
   */
  draw(object: Placed): Uint8Array {
    const mask = new Uint8Array(this.width * this.height);
    this.eachPixel(object, (pixel, alpha, red, green, blue) => {
      mask[pixel] = alpha;
      for (const earlier of this.masks) earlier[pixel] = mix(earlier[pixel]!, 0, alpha);
      this.paint(pixel, alpha, red, green, blue);
    });
    this.masks.push(mask);
    return mask;
  }

  /** Draws scenery that is in front of objects, of the picture's size, at the top left. */
  async cover(svg: string): Promise<void> {
    const sprite = await rasterise(svg);
    this.draw({ left: 0, top: 0, width: sprite.width, height: sprite.height, sprite });
    this.masks.pop();
  }

  private paint(pixel: number, alpha: number, red: number, green: number, blue: number): void {
    const i = pixel * 3;
    this.image[i] = mix(this.image[i]!, red, alpha);
    this.image[i + 1] = mix(this.image[i + 1]!, green, alpha);
    this.image[i + 2] = mix(this.image[i + 2]!, blue, alpha);
  }

  private eachPixel(
    object: Placed,
    visit: (pixel: number, alpha: number, red: number, green: number, blue: number) => void,
  ): void {
    const { left, top, sprite } = object;
    const seen = intersection(object, { left: 0, top: 0, width: this.width, height: this.height });
    for (let y = seen.top; y < seen.top + seen.height; y++) {
      for (let x = seen.left; x < seen.left + seen.width; x++) {
        const i = ((y - top) * sprite.width + (x - left)) * 4;
        const [red, green, blue, alpha] = sprite.data.subarray(i, i + 4);
        if (alpha) visit(y * this.width + x, alpha, red!, green!, blue!);
      }
    }
  }
}

const mix = (below: number, above: number, alpha: number): number =>
  Math.round((below * (255 - alpha) + above * alpha) / 255);

/** The share of an object's own ink, 0 to 1, that another object in front of it hides. */
export function hiddenShare(behind: Placed, front: Placed): number {
  const shared = intersection(behind, front);
  let hidden = 0;
  for (let y = shared.top; y < shared.top + shared.height; y++) {
    for (let x = shared.left; x < shared.left + shared.width; x++) {
      hidden += alphaAt(behind, x, y) * alphaAt(front, x, y);
    }
  }
  return hidden / inkOf(behind);
}

const alphaAt = ({ left, top, sprite }: Placed, x: number, y: number): number =>
  sprite.data[((y - top) * sprite.width + (x - left)) * 4 + 3]! / 255;

/** How many whole pixels a sprite covers when nothing hides it. */
export function inkOf({ sprite }: Placed): number {
  let sum = 0;
  for (let i = 3; i < sprite.data.length; i += 4) sum += sprite.data[i]!;
  return sum / 255;
}
