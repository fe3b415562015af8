import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blackPng } from '../pipeline/image/files.ts';
import { inlay, inlayHere } from '../support/cli.ts';
import { makeFolder } from '../support/folders.ts';
import { builtInFile, hurriedPack, packWith, replaceFile } from '../support/packs.ts';
import { meadow, sharpOf } from '../support/pictures.ts';

let folder: string;
/** A picture of a lion, and the default request about it. */
let lion: string;
let pack: string;

beforeAll(async () => {
  folder = makeFolder();
  pack = hurriedPack();
  lion = join(folder, 'lion.png');
  const picture = await meadow(160, 120, { name: 'lion', size: 80 });
  const png = await sharpOf(picture).png().toBuffer();
  const noisy = sharp({
    create: {
      width: 64,
      height: 64,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });
  const jpeg = await noisy.jpeg().toBuffer();
  const files = {
    'lion.png': png,
    'words.png': 'these are words',
    'cut.png': png.subarray(0, png.length / 2),
    'cut.jpg': jpeg.subarray(0, jpeg.length / 2),
    'drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><circle r="40"/></svg>',
    'bomb.png': blackPng(30_000, 30_000),
    'soup.json': '{"soup": "tomato"}',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command that must fail as a person's mistake; returns its one line. */
async function mistake(args: readonly string[], start = inlayHere): Promise<string> {
  const { code, stdout, stderr } = await start(args, { cwd: folder, env: { INLAY_PACK: pack } });
  expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 });
  expect(stderr).toMatch(/^[^\n]{10,}\n$/);
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|UserError/);
  expect(existsSync(join(folder, 'out')), 'an output folder was left behind').toBe(false);
  return stderr.trimEnd();
}

const wanted = ['--from', 'lion', '--to', 'cow', '--steps', '1', '--best-of', '1'];
const editing = (image: string, ...more: string[]) =>
  ['edit', image, ...wanted, '--out', 'out', '--json', ...more] as const;

describe('a picture that is none', () => {
  test.each([
    ['Words', 'words.png', /^That is not a picture Inlay can read: use PNG, JPEG, WebP, GIF or AVIF\.$/],
    ['Half a PNG', 'cut.png', /^The picture is damaged or cut off: save it again and retry\.$/],
    ['Half a JPEG', 'cut.jpg', /^The picture is damaged or cut off: save it again and retry\.$/],
    ['An SVG', 'drawing.svg', /^That is not a picture Inlay can read/],
    ['A bomb', 'bomb.png', /^The picture has 900 megapixels, more than the 40 allowed\.$/],
    ['A folder', '.', /^\. is a folder: name a picture in it\.$/],
    ['A missing file', 'nowhere.png', /^There is no file nowhere\.png\.$/],
  ])('%s is refused in a sentence.', async (_, file, sentence) => {
    expect(await mistake(editing(file))).toMatch(sentence);
  });
});

describe('words', () => {
  test.each([
    ['An empty prompt', ['--from', '  '], /^"from" is empty: say what to find\.$/],
    [
      'A prompt of 1,000 characters',
      ['--to', 'x'.repeat(1000)],
      /^"to" has 1000 characters: use at most 300\.$/,
    ],
    [
      'An object that is not there',
      ['--from', 'violin'],
      /^There is no violin to be seen in the picture.* It seems to show: .*lion.*\.$/,
    ],
  ])('%s is refused in a sentence.', async (_, words, sentence) => {
    expect(await mistake(editing(lion, ...words))).toMatch(sentence);
  });

  test('Unknown words are refused with the nearest known ones, and how to go on.', async () => {
    expect(await mistake(editing(lion, '--to', 'zebr'))).toMatch(
      /^The pack emoji does not know how to paint "zebr": the nearest words it knows are zebra, .*--force/,
    );
    expect(await mistake(editing(lion, '--from', 'lyon'))).toMatch(
      /^The pack emoji does not know how to find "lyon": the nearest words it knows are .*\blion\b/,
    );
  });

  test('Forced, unknown words are looked for like any others.', async () => {
    const line = await mistake(editing(lion, '--from', 'xyzzy plugh', '--force'));
    expect(line).toMatch(/^There is no xyzzy plugh to be seen in the picture/);
  });
});

describe('options', () => {
  test.each([
    ['K of 0', editing('lion.png', '--threshold', '0'), /^threshold cannot be 0: it must be at least 1\.$/],
    [
      'K of 300',
      editing('lion.png', '--threshold', '300'),
      /^threshold cannot be 300: it must be at most 254\.$/,
    ],
    [
      'K of abc',
      editing('lion.png', '--threshold', 'abc'),
      /--threshold.*'abc' is invalid.*must be a number/,
    ],
    ['17 variants', editing('lion.png', '--variants', '17'), /^--variants cannot be 17: use 1 to 16\.$/],
    [
      'an unknown scheduler',
      editing('lion.png', '--scheduler', 'heun'),
      /^scheduler cannot be "heun": use ddim, /,
    ],
    ['a third lion', editing('lion.png', '--instance', '3'), /^There is no instance 3: 1 of lion /],
    [
      'an unknown provider',
      editing('lion.png', '--provider', 'tpu'),
      /^There is no provider "tpu": use auto, cpu, cuda, tensorrt, webgpu, coreml, dml\.$/,
    ],
    ['an unknown pack', editing('lion.png', '--pack', 'photo'), /^There is no pack "photo": use .*emoji/],
    ['an unknown option', editing('lion.png', '--colour', 'red'), /unknown option '--colour'/],
    ['no --from', ['edit', 'lion.png', '--to', 'cow', '--out', 'out'], /^Say --from/],
    ['no picture', ['edit', ...wanted, '--out', 'out'], /^Name a picture/],
    ['no --from of a mask', ['mask', 'lion.png', '--out', 'out'], /--from/],
    [
      'a recipe that is none',
      editing('lion.png', '--recipe', 'soup.json'),
      /^There is no recipe in that file/,
    ],
    [
      'a folder below a file',
      editing('lion.png', '--out', 'lion.png/deep/out'),
      /^lion\.png\/deep\/out cannot be written: choose another/,
    ],
  ])('With %s it stops.', async (_, args, sentence) => {
    expect(await mistake(args)).toMatch(sentence);
  });

  test('A setting of the environment that is wrong is named.', async () => {
    const { code, stderr } = await inlay(editing('lion.png'), {
      cwd: folder,
      env: { INLAY_THREADS: 'many' },
    });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^[^\n]*INLAY_THREADS[^\n]*\n$/),
    });
  });
});

test.each([
  ['Commander', ['paint', 'lion.png'], /unknown command 'paint'/],
  ['the edit', editing('words.png'), /^That is not a picture Inlay can read/],
  ['the search', editing('lion.png', '--from', 'violin'), /^There is no violin/],
])(
  'A process that starts for it ends with the same sentence and code, from %s.',
  async (_, args, sentence) => {
    expect(await mistake(args, inlay)).toMatch(sentence);
  },
);

test('A pack with a damaged file is refused by the name of the file, in an edit and in a check.', async () => {
  const broken = packWith();
  const bytes = Buffer.from(builtInFile('unet.onnx'));
  bytes[1000] ^= 1;
  replaceFile(broken, 'unet.onnx', bytes);
  const sentence = /^unet\.onnx is damaged: expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}\.$/;
  expect(await mistake(editing('lion.png', '--pack', broken))).toMatch(sentence);
  expect(await mistake(['models', 'verify', broken])).toMatch(sentence);
});

test('No mistake left anything behind.', () => {
  const made = ['bomb.png', 'cut.jpg', 'cut.png', 'drawing.svg', 'lion.png', 'soup.json', 'words.png'];
  expect(readdirSync(folder).sort()).toEqual(made);
});
