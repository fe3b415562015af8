/**
 * npm run bench:mask [-- --quick]: how well an object is localised by its name, on composed pictures with
 * exact masks in many sizes and aspect ratios, and how often an absent object is a false positive. Writes the
 * trade-off curve and a picture of the failures beside the report. `--fit` instead fits the presence weights
 * for pack.json, on scenes with other drawings and backgrounds (synthetic-scenes/held-out), and plots their
 * reliability.
 */

import { encodeRendering } from '../src/pipeline/image/encode.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';
import { type ScoredCandidate, scoredCandidates } from './lib/candidates.ts';
import { curveSvg, falsePositivesAt, foundAt } from './lib/curve.ts';
import { failureOf, failureSheet } from './lib/failures.ts';
import { crossValidated, fitPresence } from './lib/fit.ts';
import { reliabilitySvg } from './lib/reliability.ts';
import { mean, quick, report, writeOut } from './lib/report.ts';
import { type Trial, trialsOf } from './lib/trials.ts';

/**
 * The false-positive rate that the absence rule is to keep, and the one that is fitted, to have something in
 * hand.
 */
const ALLOWED = 0.05;
const FITTED = 0.03;

const pack = await loadPack('emoji', { provider: 'cpu' });
const { above } = pack.manifest.calibration.presence;

if (process.argv.includes('--fit')) {
  await fitWeights(51, quick ? 10 : 80);
} else {
  await measure(await collect(20231, quick ? 10 : 60));
}

async function collect(seed: number, count: number): Promise<Trial[]> {
  const trials: Trial[] = [];
  for await (const trial of trialsOf(pack, seed, count)) {
    trials.push(trial);
    if (process.stderr.isTTY) process.stderr.write(`\r${trials.length} questions`);
  }
  return trials;
}

async function fitWeights(seed: number, count: number): Promise<void> {
  const candidates: ScoredCandidate[] = [];
  for await (const candidate of scoredCandidates(pack, seed, count)) {
    candidates.push(candidate);
    if (process.stderr.isTTY) process.stderr.write(`\r${candidates.length} candidates`);
  }
  // About three questions a scene are for absent objects.
  console.log(JSON.stringify(fitPresence(candidates, 3 * count, FITTED)));
  await writeOut('reliability.svg', reliabilitySvg(crossValidated(candidates)));
}

async function measure(trials: readonly Trial[]): Promise<void> {
  const present = trials.filter(trial => trial.present);
  const found = present.filter(trial => trial.isFound);
  const failed = trials.filter(trial => failureOf(trial) !== undefined);
  const falsePositives = falsePositivesAt(trials, above);
  await writeOut('mask-curve.svg', curveSvg(trials, above));
  if (failed.length > 0) await writeOut('mask-failures.png', await encodeRendering(failureSheet(failed)));
  await report('mask', {
    figures: {
      iou: mean(present.map(trial => trial.iouFirstLook)),
      iouSecondLook: mean(present.map(trial => trial.iouSecondLook)),
      iouWhereFound: mean(found.map(trial => trial.iouSecondLook)),
      found: foundAt(trials, above),
      falsePositives,
      pictures: present.length,
      absentQuestions: trials.length - present.length,
    },
    notes: [
      'composed pictures of seed 20231, 256 × 256 to 1600 × 900, wide and tall; IoU over all present objects, 0 where nothing stood out',
      'the five absent words of a picture are drawn from 184 that the pack knows, without near-synonyms of what is in it',
      falsePositives <= ALLOWED
        ? `absent objects found: within ${ALLOWED * 100}%`
        : `absent objects found: ABOVE ${ALLOWED * 100}%`,
      `failures, in the order of mask-failures.png: ${failed.map(trial => `${trial.words} (${failureOf(trial)})`).join(', ')}`,
    ],
  });
}
