/**
 * npm run bench:guidance [-- --quick]: what guiding by gradients costs on the built-in pack: a run of
 * denoising with CLIP guidance on 4 cut-outs as edits have it by default, beside the same without, taking
 * turns; and with a new gradient on every step. `guidedStepRatio` is of the guided steps alone, not of the
 * run that ends without.
 */
import { readFile } from 'node:fs/promises';
import { type EditResult, edit } from '../src/pipeline/edit.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';
import { type EditRequest, parseOptions } from '../src/pipeline/options.ts';
import { median, quick, report } from './lib/report.ts';

const REQUEST: EditRequest = { from: 'horse', to: 'zebra', bestOf: 1, method: 'rdm' };
const VARIANTS = {
  plain: {},
  guided: { clipGuidanceScale: 1 },
  guidedWithNerp: { clipGuidanceScale: 1, nerpScale: 1 },
  everyStep: { clipGuidanceScale: 1, guideEvery: 1 },
} satisfies Record<string, Partial<EditRequest>>;
type VariantName = keyof typeof VARIANTS;

const pack = await loadPack('emoji', { provider: 'cpu' });
const picture = await readFile('assets/sample.png');
const names = Object.keys(VARIANTS) as VariantName[];
const run = (name: VariantName) => edit(pack, picture, { ...REQUEST, ...VARIANTS[name] });

// The first of each builds its derivatives.
for (const name of names) await run(name);
const results: Record<VariantName, EditResult[]> = {
  plain: [],
  guided: [],
  guidedWithNerp: [],
  everyStep: [],
};
for (let i = 0; i < (quick ? 2 : 7); i++) for (const name of names) results[name].push(await run(name));

const plainStepMs = median(results.plain.map(({ timings, recipe }) => timings.stages.denoise / recipe.steps));
/** The time of a guided step, UNet included, in parts of that of an unguided step. */
const ratioOf = (name: VariantName) =>
  1 + median(results[name].map(({ timings: { guidance } }) => guidance.ms / guidance.steps)) / plainStepMs;
const [{ timings }] = results.guided;
const { cutOuts, guideEvery, guideTo, steps } = parseOptions(REQUEST, pack.manifest);
await report('guidance', {
  figures: {
    guidedStepRatio: ratioOf('guided'),
    guidedStepRatioWithNerp: ratioOf('guidedWithNerp'),
    gradientStepRatio: ratioOf('everyStep'),
    plainStepMs,
    gradientMs: median(
      results.everyStep.map(({ timings: { guidance } }) => guidance.ms / guidance.gradients),
    ),
    guidedRunRatio:
      median(results.guided.map(result => result.timings.stages.denoise)) / (plainStepMs * steps),
    guidedSteps: timings.guidance.steps,
    gradients: timings.guidance.gradients,
  },
  notes: [
    `${steps} steps, ${cutOuts} cut-outs, the first ${guideTo * 100}% guided, a new gradient on every ${guideEvery}th, which holds until the next`,
    'guidedStepRatio: the mean guided step to an unguided one; gradientStepRatio: a step with a gradient of its own to an unguided one',
  ],
});
