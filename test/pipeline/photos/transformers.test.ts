import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { evidence } from '../../../src/pipeline/localise/presence.ts';
import { dot } from '../../../src/pipeline/math/numeric.ts';
import { concat, slice } from '../../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { openTokenizer } from '../../../src/pipeline/models/tokenizer.ts';
import { facts, furthest, reference, tinyPack } from '../../support/exports.ts';
import { tempFolder } from '../../support/folders.ts';

const fixture = (file: string) => readFileSync(new URL(`../../fixtures/packs/${file}`, import.meta.url));

const TOWERS: readonly [clip: string, segmenter: string, clipWithin: number, segmenterWithin: number][] = [
  ['clip-split', 'clipseg-rank3', 1e-3, 1e-3],
  // These two are in half precision: 11 bits.
  ['clip-combined', 'clipseg-rank4', 1e-2, 0.1],
  ['clip-combined', 'clipseg-rank2', 1e-2, 0.1],
];

describe.each(TOWERS)('%s and %s', (clip, segmenter, clipWithin, segmenterWithin) => {
  test('output the logits that transformers outputs.', async () => {
    const { folder } = await tinyPack(['sd15-inpaint', clip, segmenter]);
    const pack = await loadPack(folder, { provider: 'cpu', threads: 1 });

    const texts = (await pack.encodeTexts(facts.prompts)).map(({ textEmbeds }) => textEmbeds);
    const images = await pack.encodeImage(reference('clip/images'));
    expect(furthest(concat(texts), reference('clip/text_embeds'))).toBeLessThan(clipWithin);
    expect(furthest(images, reference('clip/image_embeds'))).toBeLessThan(clipWithin);
    // CLIP's temperature, e^2.6592, is not in the embeddings.
    const cosines = [0, 1].flatMap(i => texts.map(text => dot(slice(images, i).data, text.data)));
    const scores = reference('clip/logits_per_image').data.map(v => v / Math.exp(2.6592));
    expect(Math.max(...cosines.map((v, i) => Math.abs(v - scores[i])))).toBeLessThan(clipWithin);

    const pictures = reference('clipseg/images');
    const logits = await Promise.all(
      facts.prompts.map((prompt, i) => pack.segment(slice(pictures, i), prompt)),
    );
    const raw = concat(logits).data.map(v => v + Math.log(0.3 / 0.7));
    const given = reference('clipseg/logits');
    expect(furthest({ data: raw, dims: given.dims }, given)).toBeLessThan(segmenterWithin);
    const both = await pack.segment(pictures, facts.prompts[0]);
    expect(both.dims).toEqual([2, 1, ...logits[0].dims.slice(2)]);
    expect(furthest(slice(both, 0), logits[0])).toBeLessThan(segmenterWithin);
  });
});

test('At CLIPSeg’s even odds in both passes presence has even odds too; CLIP decides then.', async () => {
  const { folder } = await tinyPack(['sd15-inpaint', 'clip-split', 'clipseg-rank3']);
  const pack = await loadPack(folder, { provider: 'cpu', threads: 1 });
  /** Of raw logits of the looks. */
  const found = (coarsePass: number, finePass: number, clip = 0) => {
    const { logitOffset } = pack.manifest.calibration;
    const looks = { coarsePass: coarsePass - logitOffset, finePass: finePass - logitOffset };
    return evidence(pack, { ...looks, clip, rank: 0, agreement: 0 });
  };
  expect(found(0, 0)).toBeCloseTo(0, 9);
  expect(found(0.1, 0.1)).toBeGreaterThan(0);
  expect(found(-0.1, -0.1)).toBeLessThan(0);
  expect(found(0.1, 0.1, -0.5)).toBeLessThan(0);
  expect(found(-0.1, -0.1, 0.5)).toBeGreaterThan(0);
});

describe("CLIP's whole vocabulary", () => {
  const rows: [text: string, ids: number[]][] = JSON.parse(fixture('token-ids.json').toString('utf8'));

  /** `vocab.json` as CLIP derives it from the merges. */
  function vocabularyOf(merges: string): Record<string, number> {
    const printable = [...span(33, 127), ...span(161, 173), ...span(174, 256)];
    const others = span(0, 256).filter(byte => !printable.includes(byte));
    const symbols = [...printable, ...others.map((_, i) => 256 + i)].map(code => String.fromCharCode(code));
    const pairs = merges.trimEnd().split('\n').slice(1);
    const words = [
      ...symbols,
      ...symbols.map(symbol => `${symbol}</w>`),
      ...pairs.map(pair => pair.replace(' ', '')),
    ];
    return Object.fromEntries([...words, '<|startoftext|>', '<|endoftext|>'].map((word, i) => [word, i]));
  }

  const span = (start: number, end: number) => Array.from({ length: end - start }, (_, i) => start + i);

  test('tokenises 200 prompts as transformers does: emoji, accents, CJK and long ones among them.', async () => {
    const folder = tempFolder();
    const merges = gunzipSync(fixture('merges.txt.gz')).toString('utf8');
    const vocabulary = vocabularyOf(merges);
    expect(Object.keys(vocabulary)).toHaveLength(49_408);
    writeFileSync(join(folder, 'merges.txt'), merges);
    writeFileSync(join(folder, 'vocab.json'), JSON.stringify(vocabulary));
    const end = vocabulary['<|endoftext|>'];
    const files = { file: 'vocab.json', merges: { file: 'merges.txt' }, length: 77, padId: end };
    const tokenize = await openTokenizer(folder, files);

    expect(rows).toHaveLength(200);
    const wrong = rows.filter(([text, expected]) => {
      const { ids, attended } = tokenize(text);
      const used = attended.filter(v => v === 1).length;
      return (
        ids.length !== 77 ||
        ids.slice(0, used).join() !== expected.join() ||
        ids.slice(used).some(id => id !== end)
      );
    });
    expect(wrong.map(([text]) => [text, tokenize(text).ids.join()])).toEqual([]);
  });
});
