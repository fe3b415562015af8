import type { EditResult } from '../pipeline/edit.ts';
import { encodeGreyPng, encodePng, encodeRendering } from '../pipeline/image/encode.ts';
import { recipeXmp } from '../pipeline/image/metadata/recipe.ts';
import { contactSheet, flatten, overlay, spotlight } from '../pipeline/image/render.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import type { Ignored } from '../pipeline/models/understand.ts';
import type { EditOptions } from '../pipeline/options.ts';
import type { Receipt } from '../pipeline/report/receipt.ts';
import { editReport } from '../pipeline/report/report.ts';
import type { Retried } from '../pipeline/sampling/paint.ts';
import { version } from '../version.ts';

/** result, mask and overlay of the first edit; of several, every result too. */
export async function outputFiles(
  pack: Pack,
  results: readonly EditResult[],
): Promise<Record<string, Uint8Array>> {
  const [first] = results;
  const { name, version } = pack.manifest;
  const xmp = (result: EditResult) => recipeXmp({ pack: { name, version }, recipe: result.recipe });
  const source = flatten(first.source);
  const several = results.length > 1;
  const sheet = several
    ? contactSheet(
        [source, ...results.map(result => flatten(result.image))],
        Math.ceil(Math.sqrt(results.length + 1)),
      )
    : contactSheet([source, spotlight(first.source, first.mask), flatten(first.image)], 3);
  const variants = several
    ? await Promise.all(
        results.map(
          async (result, i) => [`result-${i + 1}.png`, await encodePng(result.image, xmp(result))] as const,
        ),
      )
    : [];
  return {
    'result.png': await encodePng(first.image, xmp(first)),
    'mask.png': await encodeGreyPng(first.mask),
    'overlay.png': await encodeRendering(overlay(first.source, first.mask)),
    'sheet.png': await encodeRendering(sheet),
    ...Object.fromEntries(variants),
  };
}

/** `report.json`; of several edits, the first one's, and the seeds and receipts of all. */
export function reportOf(
  pack: Pack,
  results: readonly EditResult[],
  {
    input,
    ignored,
    packLoadMs,
    outputs,
  }: { input: object; ignored: readonly Ignored[]; packLoadMs: number; outputs: string[] },
) {
  const report = editReport(pack, results[0], version);
  return {
    ...report,
    input,
    ...(ignored.length === 0 ? {} : { ignored }),
    timings: { ...report.timings, packLoadMs },
    ...(results.length > 1
      ? { variants: results.map(result => ({ seed: result.recipe.seed, receipt: result.receipt })) }
      : {}),
    outputs,
  };
}

/** The note on a provider whose output was black or broken. */
const AGAIN: Readonly<Record<Retried, string>> = {
  decode: 'The decoder gave broken pixels here: they were decoded again on the CPU.',
  edit: 'The models gave broken pixels here: the edit was made again on the CPU (--provider cpu does so at once).',
};

/** How much was changed, and whether anything outside the mask was. */
function changesOf({ changedPart, changedOutside, covers }: Receipt): string {
  const outside =
    changedOutside === 0 ? 'the rest is untouched' : `${changedOutside} PIXELS CHANGED OUTSIDE THE MASK`;
  const others =
    covers?.map(
      ({ word, part }) => `${Math.round(100 * part)}% of ${word === undefined ? 'something' : `the ${word}`}`,
    ) ?? [];
  const over = others.length === 0 ? '' : `; it covers ${others.join(', ')}`;
  return `${(100 * changedPart).toFixed(1)}% of the picture changed, ${outside}${over}`;
}

/** "horse → zebra", or "horse → zebra (blue)". */
export const titleOf = ({ from, to, colour }: Pick<EditOptions, 'from' | 'to' | 'colour'>): string =>
  `${from} → ${to}${colour === undefined ? '' : ` (${colour})`}`;

/** The summary: a line for each edit, and what changed outside the masks. */
export function summary(results: readonly EditResult[]): string {
  const [{ recipe, found }] = results;
  const many = found.instances.length > 1 ? ` in ${found.instances.length} instances` : '';
  const lines = results.map(
    ({ recipe: { seed }, receipt, timings }) =>
      `seed ${seed}: ${(timings.totalMs / 1000).toFixed(1)} s, ${changesOf(receipt)}`,
  );
  const again = results.flatMap(({ receipt }) => receipt.retried ?? []);
  const notes = again.length === 0 ? [] : [AGAIN[again.includes('edit') ? 'edit' : 'decode']];
  return [`${titleOf(recipe)}${many}`, ...lines, ...notes].join('\n');
}
