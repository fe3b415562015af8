import type { Value } from '../../src/pipeline/autodiff/facts.ts';
import type { Model } from '../../src/pipeline/onnx/model.ts';
import { type Network, network } from './network.ts';

/**
 * The image tower of CLIP ViT-B/32 (Radford et al. 2021): `pixel_values` `[B, 3, 224, 224]` → `image_embeds`
 * `[B, 512]`.
 */
export function clipVitB32(batch: number): Model {
  const n = network();
  const { f } = n;
  const [width, layers, patch, size] = [768, 12, 32, 224];
  const tokens = (size / patch) ** 2;
  const pixels: Value = { name: 'pixel_values', dtype: 'float32', dims: [batch, 3, size, size] };
  const patches = f.reshape(n.conv(pixels, width, patch, patch), [batch, width, tokens]);
  const token = f.expand(n.weights([1, 1, width], 1), [batch, 1, width]);
  const sequence = f.concat([token, f.transpose(patches, [0, 2, 1])], 1);
  let x = n.layerNorm(f.add(sequence, n.weights([1, tokens + 1, width], 1)));
  for (let layer = 0; layer < layers; layer++) {
    x = f.add(x, attention(n, n.layerNorm(x), 12));
    const hidden = n.linear(n.layerNorm(x), 4 * width);
    x = f.add(x, n.linear(f.mul(hidden, f.sigmoid(f.mul(hidden, 1.702))), width));
  }
  const first = f.reshape(f.slice(x, 1, 0, 1), [batch, width]);
  return n.model(pixels, { image_embeds: f.matmul(n.layerNorm(first), n.weights([width, 512], width)) });
}

/** Self-attention of several heads over `[B, length, width]`. */
function attention(n: Network, x: Value, heads: number): Value {
  const { f } = n;
  const [batch, length, width] = x.dims;
  const head = width / heads;
  const split = (y: Value) => f.transpose(f.reshape(y, [batch, length, heads, head]), [0, 2, 1, 3]);
  const [q, k, v] = [0, 1, 2].map(() => split(n.linear(x, width)));
  const weights = n.softmax(f.matmul(f.mul(q, head ** -0.5), f.transposed(k)));
  const joined = f.reshape(f.transpose(f.matmul(weights, v), [0, 2, 1, 3]), [batch, length, width]);
  return n.linear(joined, width);
}

/**
 * The decoder of Stable Diffusion's autoencoder (Rombach et al. 2022): `latent_sample` `[1, 4, h, w]` →
 * `sample` `[1, 3, 8h, 8w]`.
 */
export function sdVaeDecoder(side: number): Model {
  const n = network();
  const latents: Value = { name: 'latent_sample', dtype: 'float32', dims: [1, 4, side, side] };
  let x = n.conv(n.conv(latents, 4, 1), 512, 3);
  x = resnet(n, x, 512);
  x = spatialAttention(n, x);
  x = resnet(n, x, 512);
  for (const [level, channels] of [512, 512, 256, 128].entries()) {
    if (level > 0) x = n.conv(doubled(n, x), x.dims[1], 3);
    for (let block = 0; block < 3; block++) x = resnet(n, x, channels);
  }
  return n.model(latents, { sample: n.conv(silu(n, n.groupNorm(x)), 3, 3) });
}

const silu = ({ f }: Network, x: Value): Value => f.mul(x, f.sigmoid(x));

function resnet(n: Network, x: Value, channels: number): Value {
  const hidden = n.conv(silu(n, n.groupNorm(x)), channels, 3);
  const shortcut = x.dims[1] === channels ? x : n.conv(x, channels, 1);
  return n.f.add(shortcut, n.conv(silu(n, n.groupNorm(hidden)), channels, 3));
}

function spatialAttention(n: Network, x: Value): Value {
  const { f } = n;
  const [batch, channels, height, width] = x.dims;
  const tokens = f.transpose(f.reshape(n.groupNorm(x), [batch, channels, height * width]), [0, 2, 1]);
  const attended = f.transpose(attention(n, tokens, 1), [0, 2, 1]);
  return f.add(x, f.reshape(attended, x.dims));
}

/** Twice as large, by nearest neighbours. */
function doubled({ f }: Network, x: Value): Value {
  const [batch, channels, height, width] = x.dims;
  const none = f.constant('float32', [0], []);
  const attributes = {
    mode: 'nearest',
    nearest_mode: 'floor',
    coordinate_transformation_mode: 'asymmetric',
  };
  const scales = f.constant('float32', [4], [1, 1, 2, 2]);
  return f.op('Resize', [x, none, scales], [batch, channels, 2 * height, 2 * width], attributes);
}
