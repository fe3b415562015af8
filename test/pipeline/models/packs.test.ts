import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { findPack, listPacks } from '../../../src/pipeline/models/find-pack.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { readManifest } from '../../../src/pipeline/models/verify.ts';
import { tempFolder } from '../../support/folders.ts';
import { builtInFile, packWith, type RawManifest, replaceFile, stampOf } from '../../support/packs.ts';

/** What loading the pack is refused with. */
async function refusal(folder: string): Promise<UserError> {
  const thrown = await loadPack(folder, { provider: 'cpu', threads: 1 }).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(UserError);
  const error = thrown as UserError;
  expect(error.message).not.toContain('\n');
  return error;
}

/** The file of one component in place of another's, its size and hash as they are. */
const swap = (name: string, other: string) => (manifest: RawManifest) => {
  const { file, bytes, sha256 } = manifest.components[other];
  Object.assign(manifest.components[name], { file, bytes, sha256 });
};

test('A copy of the built-in pack loads from its folder.', async () => {
  const pack = await loadPack(packWith(), { provider: 'cpu', threads: 1 });
  expect(pack.manifest.name).toBe('emoji');
  expect(pack.provider).toBe('cpu');
  expect(pack.notice).toBeUndefined();
});

describe('the manifest', () => {
  test.each<[string, (manifest: RawManifest) => void, RegExp]>([
    ['lacks a field', m => delete m.resolution, /expected number.*→ at resolution/],
    ['has a field too many', m => Object.assign(m, { flavour: 'sweet' }), /Unrecognized key: "flavour"/],
    ['has a text for a number', m => Object.assign(m, { latentChannels: '8' }), /→ at latentChannels/],
    ['names no UNet', m => delete m.components.unet, /→ at components\.unet/],
    [
      'has a short hash',
      m => Object.assign(m.components.unet, { sha256: 'abc' }),
      /64 hex.*components\.unet\.sha256/,
    ],
    [
      'reaches out of its folder',
      m => Object.assign(m.tokenizer, { file: '../tokenizer.json' }),
      /tokenizer\.file/,
    ],
    [
      'reaches far out',
      m => Object.assign(m.tokenizer, { file: 'a/../../tokenizer.json' }),
      /tokenizer\.file/,
    ],
    ['has an absolute path', m => Object.assign(m.tokenizer, { file: '/etc/passwd' }), /tokenizer\.file/],
  ])('A manifest that %s is refused by the name of the field.', async (_, change, problem) => {
    const { code, message } = await refusal(packWith(change));
    expect(code).toBe('bad-pack');
    expect(message).toMatch(/pack\.json is not a pack: /);
    expect(message).toMatch(problem);
  });

  test('A manifest that is not JSON is refused.', async () => {
    const folder = packWith();
    replaceFile(folder, 'pack.json', Buffer.from('{ "name": '));
    expect((await refusal(folder)).message).toBe(`${folder}/pack.json is missing or not JSON.`);
  });

  test('A safety checker, which nothing would run, is refused in one sentence.', async () => {
    const folder = packWith(m => Object.assign(m.components, { safety: m.components.segmenter }));
    expect((await refusal(folder)).message).toBe(
      `${folder}/pack.json names a safety checker, which Inlay does not run yet: remove components.safety.`,
    );
  });

  test('Former names of keys are read as today’s.', async () => {
    const former = { bias: 1, firstLook: 0.5, secondLook: 0.25, clip: 1 };
    const folder = packWith(m =>
      Object.assign(m, {
        calibration: { tiles: [1], presenceCells: 160, undecided: -0.5, presence: former },
      }),
    );
    const { calibration } = await readManifest(folder);
    expect(calibration).toMatchObject({ logitOffset: -0.5, presence: { coarsePass: 0.5, finePass: 0.25 } });
  });

  test('A scheduler that Inlay does not have is refused by its name.', async () => {
    const folder = packWith(m => Object.assign(m.scheduler as object, { _class_name: 'HeunScheduler' }));
    expect((await refusal(folder)).message).toMatch(
      /^The pack emoji cannot be sampled: .*"HeunScheduler" is not supported; supported: .*DDIMScheduler/,
    );
  });
});

describe('the files', () => {
  test('A missing file is named, with the size it should have and its path.', async () => {
    const { bytes } = stampOf(builtInFile('unet.onnx'));
    const folder = packWith(m => Object.assign(m.components.unet, { file: 'other.onnx' }));
    expect((await refusal(folder)).message).toBe(
      `The pack lacks other.onnx: expected ${bytes} bytes at ${folder}/other.onnx.`,
    );
  });

  test('A file of the wrong size is named, with both sizes.', async () => {
    const folder = packWith();
    const whole = builtInFile('segmenter.onnx');
    replaceFile(folder, 'segmenter.onnx', whole.subarray(0, 1000));
    expect((await refusal(folder)).message).toBe(
      `segmenter.onnx has the wrong size: expected ${whole.length} bytes, found 1000.`,
    );
  });

  test('A file with one bit flipped is named, with both hashes.', async () => {
    const folder = packWith();
    const bytes = Buffer.from(builtInFile('vae_decoder.onnx'));
    const expected = stampOf(bytes).sha256;
    bytes[bytes.length >> 1] ^= 1;
    replaceFile(folder, 'vae_decoder.onnx', bytes);
    expect((await refusal(folder)).message).toBe(
      `vae_decoder.onnx is damaged: expected SHA-256 ${expected}, found ${stampOf(bytes).sha256}.`,
    );
  });

  test.each([
    ['vae_encoder.onnx', 'vaeEncoder', 'vae_encoder.onnx is not a graph that ONNX Runtime can open.'],
    ['tokenizer.json', 'tokenizer', 'tokenizer.json is not a tokenizer.json.'],
  ])('A %s of nonsense is refused even where its hash is right.', async (file, name, sentence) => {
    const nonsense = Buffer.from('{"nonsense": true}');
    const folder = packWith(m =>
      Object.assign(name === 'tokenizer' ? m.tokenizer : m.components[name], stampOf(nonsense)),
    );
    replaceFile(folder, file, nonsense);
    expect((await refusal(folder)).message).toBe(sentence);
  });
});

describe('the embeddings of the vocabulary', () => {
  /** The refusal of a pack whose words are embedded otherwise. */
  const refusalOf = (bytes: Buffer) => {
    const folder = packWith(m => Object.assign(m.vocabulary.embeddings, stampOf(bytes)));
    replaceFile(folder, 'words.f32', bytes);
    return refusal(folder);
  };

  test('A file with a row too few is refused.', async () => {
    const { message } = await refusalOf(builtInFile('words.f32').subarray(0, -1024));
    expect(message).toBe('words.f32 of the pack emoji does not hold a row for each of 442 words.');
  });

  test('A file that another text tower made is refused.', async () => {
    const { message } = await refusalOf(Buffer.from(builtInFile('words.f32')).reverse());
    expect(message).toBe('words.f32 of the pack emoji was not made by its text tower.');
  });
});

describe('the graphs', () => {
  test.each<[string, (manifest: RawManifest) => void, RegExp]>([
    [
      'without the expected input',
      swap('clipImage', 'vaeEncoder'),
      /^vae_encoder\.onnx has no input "pixel_values", which the clipImage must take/,
    ],
    [
      'without the expected output',
      swap('vaeEncoder', 'upscaler'),
      /^upscaler\.onnx has no output "latent_parameters": it has "upscaled"/,
    ],
    [
      'for text-to-image in a pack that says so wrongly',
      m => Object.assign(m, { unetKind: 'text2img' }),
      /^unet\.onnx has the wrong channel count in "sample": expected \d+ \(.*text2img\), found \d+/,
    ],
    [
      'with other latent channels',
      m => Object.assign(m, { latentChannels: 4 }),
      /^unet\.onnx has the wrong channel count in "sample": expected 9 \(.*inpaint\), found \d+/,
    ],
    [
      'of another resolution',
      m => Object.assign(m, { resolution: 96 }),
      /^vae_encoder\.onnx cannot be run: .*Got: 96 Expected: \d+/,
    ],
    [
      'for shorter prompts',
      m => Object.assign(m.tokenizer, { length: 99 }),
      /^text_encoder\.onnx cannot be run: .*Got: 99 Expected: \d+/,
    ],
  ])('A graph %s is named, with what was expected and what was found.', async (_, change, problem) => {
    const { code, message } = await refusal(packWith(change));
    expect(code).toBe('bad-pack');
    expect(message).toMatch(problem);
  });
});

describe('names', () => {
  test('The built-in pack is listed.', async () => {
    expect(await listPacks()).toContain('emoji');
  });

  test.each(['emojo', '', '..'])(
    'A pack called "%s" is unknown, and the error names those there are.',
    async name => {
      const error = await findPack(name).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UserError);
      expect(error).toMatchObject({
        code: 'unknown-pack',
        message: expect.stringMatching(/^There is no pack ".*": use .*\bemoji\b.*, or a pack's folder\.$/),
      });
    },
  );

  test('A folder without a manifest is no pack.', async () => {
    await expect(findPack(tempFolder())).rejects.toMatchObject({ code: 'unknown-pack' });
  });
});
