import { type GreyPicture, SET } from '../image/picture.ts';

/** Where logits on a mask's grid are above a level, as a mask of 0 and 255. */
export function maskAbove(
  logits: Float32Array,
  level: number,
  { width, height }: Pick<GreyPicture, 'width' | 'height'>,
): GreyPicture {
  const data = new Uint8Array(logits.length);
  for (let i = 0; i < data.length; i++) data[i] = logits[i] > level ? 255 : 0;
  return { width, height, data };
}

/** The pixel-wise maximum of two masks of one size. */
export function union(a: GreyPicture, b: GreyPicture): GreyPicture {
  const [one, other] = [a.data, b.data];
  const data = new Uint8Array(one.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(one[i], other[i]);
  return { ...a, data };
}

/** The pixel-wise minimum of two masks of one size. */
export function intersection(a: GreyPicture, b: GreyPicture): GreyPicture {
  const [one, other] = [a.data, b.data];
  const data = new Uint8Array(one.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.min(one[i], other[i]);
  return { ...a, data };
}

/** The first mask, 0 where the second is not. */
export const difference = (mask: GreyPicture, { data: removed }: GreyPicture): GreyPicture => ({
  ...mask,
  data: mask.data.map((value, i) => (removed[i] > 0 ? 0 : value)),
});

/** How many pixels of a mask are set. */
export function countSet({ data }: GreyPicture): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] >= SET) count++;
  return count;
}
