import type { Box, GreyPicture } from '../image/picture.ts';

/** A connected part of a mask (4-neighbours). */
export interface Component {
  readonly box: Box;
  readonly area: number;
  /** Indices of its pixels. */
  readonly pixels: Int32Array;
}

/** The connected parts where `inside` holds, largest first. */
export function componentsOf(width: number, height: number, inside: (i: number) => boolean): Component[] {
  const open = new Uint8Array(width * height);
  for (let i = 0; i < open.length; i++) open[i] = inside(i) ? 1 : 0;
  // Every pixel joins one part, once: the parts lie one after another in a single queue.
  const queue = new Int32Array(open.length);
  const found: Component[] = [];
  let end = 0;
  for (let i = 0; i < open.length; i++) {
    if (open[i] === 0) continue;
    const part = flood(i, width, height, open, queue.subarray(end));
    found.push(part);
    end += part.area;
  }
  return found.sort((a, b) => b.area - a.area);
}

/** Gathers the part of pixel `start` in `queue`, breadth first, and closes its pixels. */
function flood(start: number, width: number, height: number, open: Uint8Array, queue: Int32Array): Component {
  let [left, right, top, bottom] = [width, 0, height, 0];
  let tail = 0;
  const visit = (i: number) => {
    if (open[i] === 0) return;
    open[i] = 0;
    queue[tail++] = i;
  };
  visit(start);
  for (let head = 0; head < tail; head++) {
    const i = queue[head];
    const x = i % width;
    const y = (i - x) / width;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (y > 0) visit(i - width);
    if (y < height - 1) visit(i + width);
  }
  const box = { left, top, width: right - left + 1, height: bottom - top + 1 };
  return { box, area: tail, pixels: queue.subarray(0, tail) };
}

/** A mask that holds just the given parts. */
export function maskOf(width: number, height: number, parts: readonly Component[]): GreyPicture {
  const data = new Uint8Array(width * height);
  for (const { pixels } of parts) for (const i of pixels) data[i] = 255;
  return { width, height, data };
}

/** Fills every hole: what is not set and has no way to the border. */
export function fillHoles(mask: GreyPicture): GreyPicture {
  const { width, height, data } = mask;
  const touchesBorder = ({ box }: Component) =>
    box.left === 0 || box.top === 0 || box.left + box.width === width || box.top + box.height === height;
  const holes = componentsOf(width, height, i => data[i] === 0).filter(part => !touchesBorder(part));
  const filled = data.slice();
  for (const { pixels } of holes) for (const i of pixels) filled[i] = 255;
  return { ...mask, data: filled };
}

/** The smallest box round what is set (above `level`); undefined when nothing is. */
export function boxOf({ width, height, data }: GreyPicture, level = 127): Box | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] <= level) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
