import type { Tensor } from '../math/tensor.ts';
import type { Manifest } from './manifest.ts';

/** A row of weights for red, green and blue for each latent channel, and one for the bias. */
type PreviewMap = NonNullable<Manifest['latentPreview']>;

/**
 * Approximate RGB of latents `[B, C, h, w]`, `[B, 3, h, w]` in −1…1, by the pack's linear map, at no cost
 * beside a decoder's. Undefined when the pack has none.
 */
export function previewOf({ latentPreview: map }: Manifest, latents: Tensor): Tensor | undefined {
  if (map === undefined) return undefined;
  const [batch, channels, height, width] = latents.dims;
  const plane = height * width;
  const data = new Float32Array(batch * 3 * plane);
  for (let i = 0; i < data.length; i++) {
    const [b, rgb, cell] = [Math.floor(i / (3 * plane)), Math.floor(i / plane) % 3, i % plane];
    let value = map[channels][rgb];
    for (let c = 0; c < channels; c++) value += map[c][rgb] * latents.data[(b * channels + c) * plane + cell];
    data[i] = Math.max(-1, Math.min(1, value));
  }
  return { data, dims: [batch, 3, height, width] };
}

/** The least-squares map from latents to `images` `[B, 3, h, w]`, pictures of the latents' own size. */
export function fitPreview(latents: Tensor, images: Tensor): PreviewMap {
  const [batch, channels, height, width] = latents.dims;
  const plane = height * width;
  const n = channels + 1;
  const normal = Array.from({ length: n }, () => new Array<number>(n + 3).fill(0));
  const at = (x: Tensor, b: number, c: number, cell: number) => x.data[(b * x.dims[1] + c) * plane + cell];
  for (let b = 0; b < batch; b++) {
    for (let cell = 0; cell < plane; cell++) {
      const known = Array.from({ length: n }, (_, c) => (c < channels ? at(latents, b, c, cell) : 1));
      const wanted = [0, 1, 2].map(rgb => at(images, b, rgb, cell));
      for (const [i, row] of normal.entries())
        for (const [j, value] of [...known, ...wanted].entries()) row[j] += known[i] * value;
    }
  }
  return solve(normal).map(row => [row[0], row[1], row[2]]);
}

/**
 * Solves `A x = b` for each column of b, given as rows `[A | b]`: Gauss–Jordan elimination with pivoting, in
 * place.
 */
function solve(rows: number[][]): number[][] {
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const rest = rows.slice(k).map(row => Math.abs(row[k]));
    const pivot = k + rest.indexOf(Math.max(...rest));
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    rows[k] = rows[k].map(v => v / rows[k][k]);
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k];
      rows[i] = rows[i].map((v, j) => v - factor * rows[k][j]);
    }
  }
  return rows.map(row => row.slice(n));
}
