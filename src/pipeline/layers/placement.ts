import type { Box } from '../image/picture.ts';

type Size = Pick<Box, 'width' | 'height'>;

/** How much wider and taller than the old object a new one may become. */
const WIDER = 1.25;
const TALLER = 1.15;
/**
 * A box that comes this near to the picture's edge is cut by it, in pixels and in parts of the picture's
 * side.
 */
const AT_EDGE = { pixels: 1, part: 0.004 };

/** Which sides of the picture cut a box off. */
interface Cut {
  readonly left: boolean;
  readonly top: boolean;
  readonly right: boolean;
  readonly bottom: boolean;
}

/**
 * The placement of a new object: its aspect and the old one's area are kept, its feet are where the old feet
 * were, and it is wholly on the picture where the old one was. What the picture's edge cut off stays cut off.
 * In pixels of the picture; reaches beyond it only then.
 * @param ink the new object's box, of which only the proportions count
 * @param old the old object's box, on the picture
 */
export function placementOf(ink: Size, old: Box, picture: Size): Box {
  const cut = cutSides(old, picture);
  const scale = scaleOf(ink, old, picture, cut);
  const width = Math.max(1, Math.round(ink.width * scale));
  const height = Math.max(1, Math.round(ink.height * scale));
  const middle = Math.round(old.left + (old.width - width) / 2);
  const feet = old.top + old.height - height;
  const across = { start: old.left, end: old.left + old.width, size: width, limit: picture.width };
  const down = { start: old.top, end: old.top + old.height, size: height, limit: picture.height };
  return {
    left: startOf({ ...across, free: middle, cutBefore: cut.left, cutAfter: cut.right }),
    top: startOf({ ...down, free: feet, cutBefore: cut.top, cutAfter: cut.bottom }),
    width,
    height,
  };
}

/** Which sides of the picture cut an object off. */
export function cutSides(box: Box, { width, height }: Size): Cut {
  const near = (side: number) => Math.max(AT_EDGE.pixels, AT_EDGE.part * side);
  return {
    left: box.left <= near(width),
    top: box.top <= near(height),
    right: box.left + box.width >= width - near(width),
    bottom: box.top + box.height >= height - near(height),
  };
}

/** Of an object that is cut off only the side along the edge is known in full. */
function scaleOf(ink: Size, old: Box, picture: Size, cut: Cut): number {
  const byWidth = old.width / ink.width;
  const byHeight = old.height / ink.height;
  const [across, down] = [cut.left || cut.right, cut.top || cut.bottom];
  if (across && down) return Math.max(byWidth, byHeight);
  if (across) return byHeight;
  if (down) return byWidth;
  const fits = Math.min(picture.width / ink.width, picture.height / ink.height);
  return Math.min(Math.sqrt(byWidth * byHeight), WIDER * byWidth, TALLER * byHeight, fits);
}

interface Stretch {
  /** The old object's, and the size of the new one and of the picture. */
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly limit: number;
  /** Where the new one begins when nothing is cut. */
  readonly free: number;
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

function startOf({ start, end, size, limit, free, cutBefore, cutAfter }: Stretch): number {
  if (cutBefore && cutAfter) return free;
  if (cutBefore) return Math.min(0, end - size);
  if (cutAfter) return Math.max(limit - size, start);
  return Math.max(0, Math.min(limit - size, free));
}
