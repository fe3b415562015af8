import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cotangentName, vjp } from '../../../src/pipeline/autodiff/vjp.ts';
import { gaussian } from '../../../src/pipeline/math/random.ts';
import { combine, sizeOf, type Tensor } from '../../../src/pipeline/math/tensor.ts';
import { readModel } from '../../../src/pipeline/onnx/model.ts';
import { builtInFile } from '../../support/packs.ts';
import { relativeError, runner } from './differences.ts';

const FIXTURES = new URL('../../fixtures/autodiff/', import.meta.url);

type Arrays = Readonly<Record<'x' | 'y' | 'cotangent' | 'cotangentOfX', Tensor>>;

function fixture(name: string) {
  const parsed = JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8')) as Record<
    string,
    { dims: number[]; data: number[] }
  >;
  const arrays = Object.entries(parsed).map(([key, { dims, data }]) => [
    key,
    { dims, data: Float32Array.from(data) },
  ]);
  return {
    model: readModel(readFileSync(new URL(`${name}.onnx`, FIXTURES))),
    arrays: Object.fromEntries(arrays) as Arrays,
  };
}

test.each(['vae-decoder-block', 'vit-block', 'clipseg-decoder'])(
  'The gradient of %s is what PyTorch says.',
  async name => {
    const { model, arrays } = fixture(name);
    const run = await runner(await vjp(model, { wrt: ['x'], of: ['y'], shapes: { x: arrays.x.dims } }));
    const found = await run({ x: arrays.x, [cotangentName('y')]: arrays.cotangent });
    expect(relativeError(found.y.data, arrays.y.data)).toBeLessThan(1e-4);
    expect(relativeError(found[cotangentName('x')].data, arrays.cotangentOfX.data)).toBeLessThan(1e-3);
  },
);

describe('the built-in pack', () => {
  const noise = gaussian(5);
  const random = (...dims: number[]): Tensor => ({ data: noise(sizeOf(dims)), dims });

  test.each([
    ['whole', 'vae_decoder.onnx'],
    ['small', 'preview_decoder.onnx'],
  ])(
    'Decoded by the %s decoder, the error of a picture falls along the negative gradient of its latents.',
    async (_, file) => {
      const target = random(1, 3, 256, 256).data.map(v => Math.tanh(v));
      await expectDescent(file, 'latent_sample', 'sample', random(1, 8, 32, 32), y => ({
        loss: y.reduce((sum, v, i) => sum + (v - target[i]) ** 2, 0) / y.length,
        slope: y.map((v, i) => (2 * (v - target[i])) / y.length),
      }));
    },
  );

  test('The distance of a picture to a text falls along the negative gradient of its pixels.', async () => {
    const text = random(1, 256).data;
    await expectDescent('image_encoder.onnx', 'pixel_values', 'image_embeds', random(1, 3, 64, 64), y => ({
      loss: -y.reduce((sum, v, i) => sum + v * text[i], 0),
      slope: text.map(v => -v),
    }));
  });
});

/** Expects steps against the gradient to lower the loss, a small one by as much as the gradient says. */
async function expectDescent(
  file: string,
  input: string,
  output: string,
  x: Tensor,
  lossOf: (y: Float32Array) => { loss: number; slope: Float32Array },
): Promise<void> {
  const forward = readModel(builtInFile(file));
  const run = await runner(await vjp(forward, { wrt: [input], of: [output], shapes: { [input]: x.dims } }));
  const evaluate = await runner(forward);
  const y = (await evaluate({ [input]: x }))[output];
  const { loss, slope } = lossOf(y.data);
  const found = await run({ [input]: x, [cotangentName(output)]: { data: slope, dims: y.dims } });
  const gradient = found[cotangentName(input)];
  const squares = gradient.data.reduce((sum, v) => sum + v * v, 0);
  const lossAlong = async (step: number) =>
    lossOf((await evaluate({ [input]: combine(1, x, -step, gradient) }))[output].data).loss;
  const reach = (fraction: number) => (fraction * Math.sqrt(x.data.length)) / Math.sqrt(squares);
  expect(await lossAlong(reach(0.1))).toBeLessThan(loss);
  const small = reach(0.0005);
  expect((loss - (await lossAlong(small))) / (small * squares)).toBeCloseTo(1, 1);
}
