import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeCoco } from '../../bench/lib/coco.ts';
import { inlay } from '../support/cli.ts';
import { tempFolder } from '../support/folders.ts';
import { readBuiltIn } from '../support/packs.ts';

const { paints } = readBuiltIn().vocabulary as { paints: string[] };

test('A generated folder is evaluated: a table, figures and a page with pictures.', async () => {
  const [folder, out] = [tempFolder(), tempFolder()];
  await writeCoco(folder, { seed: 4, count: 1, paints });
  const { code, stdout, stderr } = await inlay([
    ...['eval', folder, '--suite', 'threshold', '--limit', '1', '--steps', '2', '--out', out],
    ...['--provider', 'cpu', '--threads', '1'],
  ]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('## threshold');
  expect(stdout).toContain('| K 200');
  const { suites, edits } = JSON.parse(readFileSync(join(out, 'evaluation.json'), 'utf8'));
  expect(edits).toBe(1);
  expect(suites.threshold).toHaveLength(4);
  const [first] = suites.threshold;
  expect(first.found).toBe(1);
  expect(first.figures.maskIou.mean).toBeGreaterThan(0.4);
  expect(first.differences.clipScore.mean).toBe(0);
  expect(readFileSync(join(out, 'evaluation.html'), 'utf8')).toContain('data:image/webp;base64,');
}, 180_000);

test.each([
  [
    ['--suite', 'speed'],
    'There is no suite "speed": use methods, nerp, threshold, cfg, steps, interval, interval-8.',
  ],
  [['--pairs', 'horse-zebra'], '"horse-zebra" is no pair: write from:to, such as horse:zebra.'],
  [[], 'instances.json cannot be read: COCO folders have one.'],
])('A mistake in %j is one line.', async (flags, message) => {
  const { code, stderr } = await inlay(['eval', tempFolder(), ...flags]);
  expect(code).toBe(2);
  expect(stderr.trim()).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
