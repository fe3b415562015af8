import type { Candidate } from './index.ts';

/** A border of this fraction of the window's side is kept, so that what is repainted ends inside. */
const RIM = 1 / 16;

/** The candidate inverted: the object stays, and its surroundings within the window are repainted. */
export function insideOut<T extends Pick<Candidate, 'mask'>>(candidate: T): T {
  const { width, height, data } = candidate.mask;
  const rim = Math.ceil(width * RIM);
  const turned = data.map((value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const inner = x >= rim && y >= rim && x < width - rim && y < height - rim;
    return inner ? 255 - value : 0;
  });
  return { ...candidate, mask: { width, height, data: turned } };
}
