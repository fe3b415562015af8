import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import {
  type ActiveProvider,
  chooseProvider,
  parseProvider,
  probeProviders,
} from '../../../src/pipeline/models/provider.ts';

const probe = fileURLToPath(new URL('../../../models/emoji/upscaler.onnx', import.meta.url));
let problems: Map<ActiveProvider, string | undefined>;

beforeAll(async () => {
  problems = new Map((await probeProviders(probe)).map(({ provider, problem }) => [provider, problem]));
});

test('The CPU always works, without a notice.', async () => {
  const { provider, notice } = await chooseProvider('cpu', probe);
  expect({ provider, notice }).toEqual({ provider: 'cpu', notice: undefined });
  expect(problems.get('cpu')).toBeUndefined();
});

test.each(['cuda', 'webgpu'] as const)(
  'Asked for %s, it runs there, or says in a sentence why not.',
  async asked => {
    const problem = problems.get(asked);
    const { provider, notice } = await chooseProvider(asked, probe);
    if (problem === undefined) {
      expect({ provider, notice }).toEqual({ provider: asked, notice: undefined });
    } else {
      const sentence = `${asked} cannot be used here (${problem}): running on the CPU.`;
      expect({ provider, notice }).toEqual({ provider: 'cpu', notice: sentence });
      expect(problem).toMatch(/^.{10,}$/);
    }
  },
);

test('auto uses CUDA where that works and the CPU elsewhere, without a notice.', async () => {
  const { provider, notice } = await chooseProvider('auto', probe);
  expect(provider).toBe(problems.get('cuda') === undefined ? 'cuda' : 'cpu');
  expect(notice).toBeUndefined();
});

test('A session that it creates runs the graph.', async () => {
  const session = await (await chooseProvider('auto', probe, { threads: 1 })).create(probe);
  expect(session.inputNames).toEqual(['sample']);
  await session.release();
});

const CHOICES = 'auto, cpu, cuda, tensorrt, webgpu, coreml, dml';

test.each([
  ['auto', { provider: 'auto' }],
  ['cuda:1', { provider: 'cuda', device: 1 }],
  ['webgpu,vaeDecoder=cpu', { provider: 'webgpu', components: { vaeDecoder: 'cpu' } }],
])('"%s" says where graphs run.', (text, placement) => {
  expect(parseProvider(text)).toEqual(placement);
});

test.each([
  ['tpu', `There is no provider "tpu": use ${CHOICES}.`],
  ['cpu,unet=tpu', `There is no provider "tpu": use ${CHOICES}.`],
  ['cuda:first', 'There is no device "first": say cuda:0 for the first one.'],
  ['cpu,brain=cuda', /^There is no component "brain": use textEncoder, unet, /],
])('"%s" is refused, and the error names what there is.', (text, sentence) => {
  expect(() => parseProvider(text)).toThrow(sentence);
  expect(() => parseProvider(text)).toThrow(UserError);
});
