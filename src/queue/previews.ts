import { encodeRendering } from '../pipeline/image/encode.ts';
import type { Rendering } from '../pipeline/image/render.ts';
import { slice, type Tensor } from '../pipeline/math/tensor.ts';
import { previewOf } from '../pipeline/models/latent-preview.ts';
import type { Pack } from '../pipeline/models/pack.ts';

/** A preview may come this often, and takes at most this part of the time. */
const EVERY_MS = 2_000;
const SHARE = 0.1;
/**
 * Latents of more cells a side than this show enough when each is a pixel, where there is no small decoder;
 * fewer are decoded, which then costs little.
 */
const FEW = 32;
/** Before this fraction of the steps there is only noise. */
const FIRST = 0.15;

/**
 * Previews of x̂₀: the first candidate's window at the pack's resolution, now and then.
 * @param show gets each as PNG bytes
 */
export function previewer(pack: Pack, show: (png: Buffer) => Promise<void>) {
  let next = 0;
  let running: Promise<void> | undefined;
  async function decode(predOriginalSample: Tensor): Promise<void> {
    const start = performance.now();
    const image = await pictureOf(pack, slice(predOriginalSample, 0));
    const cost = performance.now() - start;
    await show(await encodeRendering(toRendering(image)));
    next = performance.now() + Math.max(EVERY_MS, cost / SHARE);
  }
  return {
    offer(step: number, steps: number, predOriginalSample: Tensor): void {
      if (running !== undefined || step < FIRST * steps || step === steps || performance.now() < next) return;
      running = decode(predOriginalSample).finally(() => {
        running = undefined;
      });
    },
    /** Resolves when none is being made. */
    settled: async (): Promise<void> => running,
  };
}

/** Latents `[1, C, h, w]` as `[1, 3, H, W]` in −1…1. */
async function pictureOf(pack: Pack, latents: Tensor): Promise<Tensor> {
  const small = pack.manifest.components.previewDecoder !== undefined || latents.dims[3] <= FEW;
  const rough = small ? undefined : previewOf(pack.manifest, latents);
  return rough ?? (await pack.previewLatents(latents));
}

/** `[1, 3, H, W]` in −1…1 as a picture of 8 bits. */
function toRendering({ data, dims }: Tensor): Rendering {
  const [, , height, width] = dims;
  const plane = width * height;
  const rgb = Uint8Array.from({ length: plane * 3 }, (_, i) => {
    const value = data[(i % 3) * plane + Math.floor(i / 3)];
    return Math.max(0, Math.min(255, Math.round((value + 1) * 127.5)));
  });
  return { width, height, rgb };
}
