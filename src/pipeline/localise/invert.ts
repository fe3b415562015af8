import type { Candidate } from './index.ts';

/** Along the window's edge this fraction of its side stays as it is, so that what is repainted ends inside. */
const RIM = 1 / 16;

/** The place turned inside out: the object stays, and what surrounds it within the window is to be repainted. */
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
