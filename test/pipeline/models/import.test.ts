import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { importPack } from '../../../src/pipeline/models/import/index.ts';
import { fileInPack, wayInto } from '../../../src/pipeline/models/import/inside.ts';
import { readSignature } from '../../../src/pipeline/models/import/signature.ts';
import { exportFolder } from '../../support/exports.ts';
import { tempFolder } from '../../support/folders.ts';

const sources = () => ['v-prediction', 'clip-split', 'clipseg-rank3'].map(name => exportFolder(name));

test('An import whose graphs do not pass their trial leaves nothing.', async () => {
  const models = join(tempFolder(), 'models');
  const check = async () => {
    throw new Error('the UNet gives nothing but NaN');
  };
  await expect(importPack({ sources: sources(), models, name: 'mine', check })).rejects.toThrow('NaN');
  expect(readdirSync(models)).toEqual([]);
});

test('A pack with Stable Diffusion’s autoencoder gets its linear preview; one with another does not.', async () => {
  const models = tempFolder();
  const own = await importPack({ sources: sources(), models, name: 'own' });
  expect(own.manifest.latentPreview).toHaveLength(5);
  const other = sources();
  const config = join(other[0], 'vae_decoder', 'config.json');
  writeFileSync(
    config,
    JSON.stringify({ ...JSON.parse(readFileSync(config, 'utf8')), scaling_factor: 0.13025 }),
  );
  const changed = await importPack({ sources: other, models, name: 'other' });
  expect(changed.manifest.latentPreview).toBeUndefined();
});

test('A graph that git-lfs has not fetched is no matter where nothing needs it, and is named where something does.', async () => {
  const [first, ...others] = sources();
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n';
  mkdirSync(join(first, 'safety_checker'), { recursive: true });
  writeFileSync(join(first, 'safety_checker', 'model.onnx'), pointer);
  const models = tempFolder();
  const { manifest } = await importPack({ sources: [first, ...others], models, name: 'mine' });
  expect(manifest.components.unet.file).toMatch(/unet/);
  writeFileSync(join(first, 'unet', 'model.onnx'), pointer);
  await expect(importPack({ sources: [first, ...others], models, name: 'other' })).rejects.toThrow(
    /name a folder that holds a UNet .*model\.onnx was not fetched: run git lfs pull there\.$/,
  );
});

test('A link that leads out of its folder is refused; one within a cache of the hub is not.', async () => {
  const [first, ...others] = sources();
  const outside = join(tempFolder(), 'secret');
  const graph = join(first, 'unet', 'model.onnx');
  renameSync(graph, outside);
  symlinkSync(outside, graph);
  const models = tempFolder();
  await expect(importPack({ sources: [first, ...others], models, name: 'mine' })).rejects.toThrow(
    /model\.onnx is a link that leads out of .*: copy the file there\.$/,
  );
  expect(existsSync(join(models, 'mine'))).toBe(false);

  const cache = join(tempFolder(), 'models--tiny--model');
  const snapshot = join(cache, 'snapshots', 'abc');
  mkdirSync(join(cache, 'snapshots'), { recursive: true });
  mkdirSync(join(cache, 'blobs'));
  renameSync(first, snapshot);
  renameSync(outside, join(cache, 'blobs', 'ff'));
  const link = join(snapshot, 'unet', 'model.onnx');
  renameSync(link, `${link}.old`);
  symlinkSync('../../../blobs/ff', link);
  const { manifest } = await importPack({ sources: [snapshot, ...others], models, name: 'mine' });
  expect(manifest.name).toBe('mine');
});

test('A graph of a million empty fields is no graph, and is read no further.', () => {
  const file = join(tempFolder(), 'many.onnx');
  // Field 7 is the graph; in it fields 1 of no bytes.
  writeFileSync(file, Buffer.from('3a80897a', 'hex'));
  appendFileSync(file, Buffer.alloc(2_000_000, Buffer.from('0a00', 'hex')));
  expect(() => readSignature(file)).toThrow('a message has more than 500000 fields');
});

test('On Windows a pack’s files are named with slashes, and what is on another drive is outside.', () => {
  const source = 'C:\\Users\\ada\\my exports';
  const names = wayInto(source, `${source}\\unet\\model.onnx`, win32);
  expect(names).toEqual(['unet', 'model.onnx']);
  expect(fileInPack(source, 0, names!, win32)).toBe('1-my_exports/unet/model.onnx');
  expect(wayInto(source, 'D:\\weights.pb', win32)).toBeUndefined();
  expect(wayInto(source, 'C:\\Users\\ada\\weights.pb', win32)).toBeUndefined();
  expect(wayInto(source, `${source}\\.cache\\x.onnx`, win32)?.[0]).toBe('.cache');
});
