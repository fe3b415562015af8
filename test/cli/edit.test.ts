import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPicture } from '../../src/pipeline/image/load.ts';
import { version } from '../../src/version.ts';
import { type Finished, inlay, type Settings } from '../support/cli.ts';
import { makeFolder } from '../support/folders.ts';
import { hurriedPack, readBuiltIn } from '../support/packs.ts';
import { meadow, sharpOf } from '../support/pictures.ts';

const [width, height] = [200, 150];
const quick = ['--steps', '2', '--best-of', '1'];
const request = ['edit', 'lion.png', '--from', 'lion', '--to', 'cow', ...quick];
let folder: string;
let settings: Settings;
/** The first edit, printed with `--json`. */
let first: Finished;

const at = (...path: string[]) => join(folder, ...path);
const sizeOf = (...path: string[]) => sharp(at(...path)).metadata();

beforeAll(async () => {
  folder = makeFolder();
  const picture = await meadow(width, height, { name: 'lion', size: 90 });
  writeFileSync(at('lion.png'), await sharpOf(picture).png().toBuffer());
  const quickPack = at('models', 'quick');
  mkdirSync(quickPack, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(hurriedPack(3, quickPack), 'pack.json'), 'utf8'));
  writeFileSync(join(quickPack, 'pack.json'), JSON.stringify({ ...manifest, name: 'quick' }));
  settings = { cwd: folder, env: { INLAY_PACK: 'quick', INLAY_MODELS: at('models') } };
  first = await inlay([...request, '--seed', '5', '--out', 'first', '--json'], settings);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the report', () => {
  test('It is all that --json prints, and what report.json holds.', () => {
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toBe(readFileSync(at('first', 'report.json'), 'utf8'));
  });

  test('It has the fields of the contract.', () => {
    const report = JSON.parse(first.stdout);
    const number = expect.any(Number);
    const stages = {
      load: number,
      localise: number,
      encode: number,
      denoise: number,
      decode: number,
      composite: number,
    };
    expect(report).toMatchObject({
      inlay: version,
      pack: { name: 'quick', version: readBuiltIn().version },
      provider: expect.stringMatching(/^(cpu|cuda|webgpu)$/),
      recipe: {
        from: 'lion',
        to: 'cow',
        method: 'rdm',
        seed: 5,
        steps: 2,
        scheduler: 'ddim',
        guidanceScale: number,
        clipGuidanceScale: number,
        nerpScale: number,
        threshold: number,
        grow: number,
        feather: number,
      },
      mask: {
        score: number,
        area: number,
        box: { left: number, top: number, width: number, height: number },
      },
      receipt: { changedOutside: 0, psnrOutside: number, clipScoreBefore: number, clipScoreAfter: number },
      timings: { totalMs: number, sessionRunMs: number, stages },
      outputs: ['result.png', 'mask.png', 'overlay.png', 'sheet.png', 'report.json'],
    });
    expect(Object.keys(report.timings.stages)).toEqual(Object.keys(stages));
  });

  test('It names the picture and the hash of its bytes.', () => {
    const sha256 = createHash('sha256')
      .update(readFileSync(at('lion.png')))
      .digest('hex');
    expect(JSON.parse(first.stdout).input).toMatchObject({ sha256 });
  });

  test('What it says of the mask is what mask.png shows.', async () => {
    const { mask } = JSON.parse(first.stdout);
    const samples = await sharp(at('first', 'mask.png')).toColourspace('b-w').raw().toBuffer();
    const covered = samples.reduce((a, b) => a + b, 0) / 255 / samples.length;
    expect(mask.area).toBeCloseTo(covered, 6);
  });
});

describe('the files', () => {
  test('They are the five of the contract and no more.', () => {
    const five = ['mask.png', 'overlay.png', 'report.json', 'result.png', 'sheet.png'];
    expect(readdirSync(at('first')).sort()).toEqual(five);
  });

  test('Result, mask and overlay have the size of the picture; the mask is grey, 8 bits.', async () => {
    expect(await sizeOf('first', 'result.png')).toMatchObject({ format: 'png', width, height, channels: 3 });
    expect(await sizeOf('first', 'overlay.png')).toMatchObject({ format: 'png', width, height, channels: 3 });
    expect(await sizeOf('first', 'mask.png')).toMatchObject({
      format: 'png',
      width,
      height,
      channels: 1,
      depth: 'uchar',
    });
  });

  test('The sheet has three panels side by side.', async () => {
    const sheet = await sizeOf('first', 'sheet.png');
    expect(sheet.width).toBeGreaterThan(3 * width);
    expect(sheet.height).toBeGreaterThan(height);
    expect(sheet.height).toBeLessThan(2 * height);
  });

  test('Where the mask is black the result is the picture, elsewhere it is not.', async () => {
    const [source, result] = [await picture('lion.png'), await picture('first', 'result.png')];
    const mask = await sharp(at('first', 'mask.png')).toColourspace('b-w').raw().toBuffer();
    const changed = source.filter((v, i) => v !== result[i] && mask[Math.floor(i / 3)] === 0);
    expect(changed).toHaveLength(0);
    expect(source.some((v, i) => v !== result[i])).toBe(true);
  });
});

const picture = async (...path: string[]) => (await loadPicture(readFileSync(at(...path)))).rgb;

describe('a recipe', () => {
  test.each([
    ['report.json, without the picture,', ['edit', '--recipe', 'first/report.json', '--out', 'again']],
    ['result.png', ['edit', 'lion.png', '--recipe', 'first/result.png', '--out', 'again-png']],
  ])('From %s it makes the same bytes.', async (_, args) => {
    const { code, stdout } = await inlay(args, settings);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^lion → cow\b(?:.|\n)*\bseed 5\b.*% of the picture changed, the rest is untouched/m,
    );
    const again = readFileSync(at(args.at(-1)!, 'result.png'));
    expect(again.equals(readFileSync(at('first', 'result.png')))).toBe(true);
  });
});

test('Variants come one by one with a contact sheet of all, and differ.', async () => {
  const { code, stderr } = await inlay([...request, '--variants', '3', '--out', 'three'], settings);
  expect(code).toBe(0);
  expect(stderr.trim().split('\n')).toEqual(expect.arrayContaining(['painting…']));
  const report = JSON.parse(readFileSync(at('three', 'report.json'), 'utf8'));
  const results = ['result-1.png', 'result-2.png', 'result-3.png'];
  expect(report.outputs).toEqual(expect.arrayContaining([...results, 'result.png', 'sheet.png']));
  expect(new Set(report.variants.map((variant: { seed: number }) => variant.seed)).size).toBe(3);
  const files = results.map(name => readFileSync(at('three', name)));
  expect(new Set(files.map(file => createHash('sha256').update(file).digest('hex'))).size).toBe(3);
  expect(readFileSync(at('three', 'result.png')).equals(files[0])).toBe(true);
  const sheet = await sizeOf('three', 'sheet.png');
  expect([sheet.width > 2 * width, sheet.height > 2 * height]).toEqual([true, true]);
});

test('A mask is found without painting, with its heat map.', async () => {
  const { code, stdout } = await inlay(['mask', 'lion.png', '--from', 'lion', '--out', 'mask'], settings);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^lion at \d+,\d+, \d+ × \d+ px, \d+% confidence\n/);
  expect(readdirSync(at('mask')).sort()).toEqual(['heat.png', 'mask.png', 'overlay.png', 'report.json']);
  expect(await sizeOf('mask', 'mask.png')).toMatchObject({ width, height, channels: 1, depth: 'uchar' });
  expect(await sizeOf('mask', 'heat.png')).toMatchObject({ width, height });
});

test('Interrupted while painting, it ends with code 2 and leaves nothing.', async () => {
  const args = ['edit', 'lion.png', '--from', 'lion', '--to', 'cow', '--steps', '200', '--out', 'cancelled'];
  let asked = false;
  const { code, stdout, stderr } = await inlay(args, {
    ...settings,
    onStderr(text, child) {
      if (asked || !text.includes('painting…')) return;
      asked = child.kill('SIGINT');
    },
  });
  expect({ asked, code, stdout }).toEqual({ asked: true, code: 2, stdout: '' });
  expect(stderr).toMatch(/painting…\nCancelled\.\n$/);
  expect(existsSync(at('cancelled'))).toBe(false);
});
