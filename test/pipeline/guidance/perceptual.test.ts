import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { opsOn } from '../../../src/pipeline/autodiff/ops.ts';
import { makeTape } from '../../../src/pipeline/autodiff/tape.ts';
import { nerpLoss } from '../../../src/pipeline/guidance/nerp.ts';
import { gaussian } from '../../../src/pipeline/math/random.ts';
import { sizeOf, type Tensor } from '../../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { newModel, writeModel } from '../../../src/pipeline/onnx/model.ts';
import { valueInfo } from '../../../src/pipeline/onnx/tensors.ts';
import { packWith, stampOf } from '../../support/packs.ts';
import { expectSlope } from './slope.ts';

const noise = gaussian(8);
const random = (...dims: number[]): Tensor => ({ data: noise(sizeOf(dims)), dims });

/** Features of a strided convolution, bent by tanh. */
function featureGraph(): Uint8Array {
  const tape = makeTape(17, 'features');
  const f = opsOn(tape);
  const sample = { name: 'sample', dtype: 'float32', dims: [1, 3, 256, 256] } as const;
  const kernels = f.constant(
    'float32',
    [4, 3, 4, 4],
    noise(192).map(v => v / 7),
  );
  const convolved = f.op('Conv', [sample, kernels], [1, 4, 64, 64], { strides: [4, 4] });
  const bent = f.op('Tanh', [convolved], convolved.dims, {});
  tape.nodes.at(-1)!.output = ['features'];
  expect(bent.dims).toEqual([1, 4, 64, 64]);
  return writeModel(
    newModel(17, {
      nodes: tape.nodes,
      initializers: tape.initializers,
      inputs: [valueInfo(sample.name, sample.dtype, sample.dims)],
      outputs: [valueInfo('features', 'float32', bent.dims)],
    }),
  );
}

test('A pack with perceptual features is guided by them, and their slope is what differences show.', async () => {
  const graph = featureGraph();
  const folder = packWith(manifest => {
    manifest.components.perceptual = { file: 'perceptual.onnx', ...stampOf(graph) };
  });
  writeFileSync(join(folder, 'perceptual.onnx'), graph);
  const pack = await loadPack(folder, { provider: 'cpu', threads: 1 });
  const source = random(1, 3, 256, 256);
  const everywhere = { data: new Float32Array(256 * 256).fill(1), dims: [1, 1, 256, 256] };
  const loss = await nerpLoss(pack, source, everywhere);
  expect((await loss(source)).value).toBe(0);
  await expectSlope(loss, random(1, 3, 256, 256));
}, 120_000);
