/**
 * npm run bench:quality [-- --quick] [--scenes N] [--only find,erase,replace,vary,ladder] [--sheet FILE]
 * [--seed N]: edits as people would post them, on composed scenes whose true background is known; half are
 * drawn as the training's are, half in sets and on backgrounds that nothing was trained on
 * (synthetic-scenes/held-out).
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { EditResult } from '../src/pipeline/edit.ts';
import { encodePng, encodeRendering } from '../src/pipeline/image/encode.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';
import { type QualityScene, qualityScenes } from '../synthetic-scenes/held-out/scenes.ts';
import { climb, erase, replace, type Subject, vary } from './lib/quality/edits.ts';
import { byTrait, figuresOf, type Sample } from './lib/quality/figures.ts';
import { findIn } from './lib/quality/find.ts';
import { type Shown, sheetOf } from './lib/quality/sheet.ts';
import { report } from './lib/report.ts';

const PARTS = ['find', 'erase', 'replace', 'vary', 'ladder'] as const;
type Part = (typeof PARTS)[number];
/** Variations and ladders cost four and six edits: one scene in so many gets them. */
const SELDOM = 5;
/** Rows of a sheet; more are no help to anybody. */
const MOST_ROWS = 60;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    scenes: { type: 'string' },
    only: { type: 'string' },
    sheet: { type: 'string' },
    seed: { type: 'string', default: '2211' },
  },
});
const count = Number(values.scenes ?? (values.quick ? 8 : 100));
const parts = values.only === undefined ? PARTS : partsOf(values.only);
const pack = await loadPack('emoji', { provider: 'cpu' });

const samples: Sample[] = [];
const shown: Shown[] = [];
for await (const scene of qualityScenes(count, { seed: Number(values.seed) })) {
  await measure(scene, samples.length);
  if (process.stderr.isTTY) process.stderr.write(`\r${samples.length} of ${count} scenes`);
}
if (values.sheet !== undefined) {
  await writeFile(values.sheet, await encodeRendering(sheetOf(shown.slice(0, MOST_ROWS))));
}
await tell();

async function measure(scene: QualityScene, index: number): Promise<void> {
  const png = await encodePng({ width: scene.width, height: scene.height, rgb: scene.image });
  const subject: Subject = { pack, scene, png, localisations: new Map() };
  const found = parts.includes('find') ? await findIn(pack, scene, png, subject.localisations) : undefined;
  const erased = parts.includes('erase') ? await erase(subject) : undefined;
  const replaced = parts.includes('replace') ? await replace(subject) : undefined;
  const findings = {
    ...found?.findings,
    ...erased?.findings,
    ...replaced?.findings,
    ...(replaced?.result === undefined || index % SELDOM > 0 ? {} : await seldom(subject, replaced.result)),
  };
  samples.push({ scene: { tier: scene.tier, traits: scene.traits }, findings });
  if (values.sheet !== undefined)
    shown.push({ scene, mask: found?.mask, erased: erased?.result, replaced: replaced?.result });
}

async function seldom(subject: Subject, replaced: EditResult) {
  return {
    ...(parts.includes('vary') ? await vary(subject, replaced) : {}),
    ...(parts.includes('ladder') ? await climb(subject) : {}),
  };
}

async function tell(): Promise<void> {
  const { figures, intervals } = figuresOf(samples);
  await report('quality', {
    figures,
    notes: [
      `${samples.length} scenes of seed ${values.seed}, pack ${pack.manifest.name} ${pack.manifest.version}; "Old" are drawn as the training's are, "New" in sets and on grounds that nothing was trained on`,
      'erasePsnr: dB where the target was, against the scene composed without it, at most 45 a scene; where a place was found (WithMisses: a picture left alone counts as it is), True: with the true mask, Alone: farther than 6 px from other objects',
      "haze, maskExcess: shares of the final mask; covers, eraseCovers: other objects touched, a scene; named: by the pack's own CLIP, a rough judge and no impartial one",
      ...(parts.includes('find') ? [byTrait(samples, 'found')] : []),
      `95% intervals: ${intervals.join(' · ')}`,
    ],
  });
}

function partsOf(text: string): readonly Part[] {
  const asked = text.split(',');
  const unknown = asked.filter(name => !PARTS.some(part => part === name));
  if (unknown.length > 0) throw new Error(`--only takes ${PARTS.join(', ')}, not ${unknown.join(', ')}`);
  return PARTS.filter(part => asked.includes(part));
}
