import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { Command, Option } from 'commander';
import sharp from 'sharp';
import { UserError } from '../errors.ts';
import { type EditResult, edit } from '../pipeline/edit.ts';
import { encodeGreyPng, encodePng } from '../pipeline/image/encode.ts';
import { contactSheet, flatten, overlay, spotlight } from '../pipeline/image/render.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import { type EditRequest, parseOptions } from '../pipeline/options.ts';
import { readRecipe, recipeXmp } from '../pipeline/recipe.ts';
import { version } from '../version.ts';
import { maskOptions, number, packOptions } from './options.ts';
import { checkWritable, renderPng, writeOutputs } from './output.ts';
import { makeProgress } from './progress.ts';
import { cancelOnInterrupt, openPack, type PackFlags, readInput } from './session.ts';

interface EditFlags extends PackFlags {
  readonly out: string;
  readonly recipe?: string;
  readonly variants: number;
  readonly json?: boolean;
  readonly tighten?: boolean;
  readonly [option: string]: unknown;
}

/** Seeds of variants lie this far apart, so that their best-of candidates are all different. */
const VARIANT_STRIDE = 1000;
/** Flags whose names are shorter than the recipe's. */
const LONG_NAMES: Readonly<Record<string, keyof EditRequest>> = {
  guidance: 'guidanceScale',
  negative: 'negativePrompt',
};
const RECIPE_FLAGS = [
  ...[
    'from',
    'to',
    'method',
    'seed',
    'steps',
    'scheduler',
    'guidance',
    'negative',
    'threshold',
    'grow',
    'feather',
  ],
  ...['context', 'mask', 'bestOf', 'instance', 'force'],
];

export function editCommand(): Command {
  const command = new Command('edit')
    .description('Replace one thing in a picture with another')
    .argument('[image]', 'PNG, JPEG, WebP, GIF or AVIF; may be left out when --recipe names it')
    .option('--from <words>', 'the thing to find')
    .option('--to <words>', 'what to paint there; "nothing" takes the thing away')
    .option('--out <folder>', 'where the results go', 'inlay-out')
    .option('--recipe <file>', 'repeat the edit of a report.json, or of a picture made by Inlay')
    .option('--seed <n>', 'which noise to start from (default: 1)', number)
    .option('--best-of <n>', 'paint n candidates, keep the best', number)
    .option('--variants <n>', 'this many edits with other seeds, and a contact sheet', number, 1)
    .option('--guidance <s>', 'how strongly to follow the words', number)
    .option('--steps <n>', 'denoising steps', number)
    .option('--scheduler <name>', 'ddim, pndm, dpm++, euler or lcm')
    .option('--negative <words>', 'what to keep away from')
    .option('--method <name>', 'rdm: region-aware diffusion')
    .option('--mask <kind>', 'what the model repaints: exact, hull, box or canvas')
    .option('--no-tighten', 'show everything that was repainted');
  for (const option of [...maskOptions, ...packOptions]) command.addOption(option);
  return command
    .addOption(new Option('--json', 'print the report to standard output and nothing else'))
    .action((image: string | undefined, flags: EditFlags) => run(image, flags));
}

async function run(image: string | undefined, flags: EditFlags): Promise<void> {
  const signal = cancelOnInterrupt();
  const { file, request, packName } = await gather(image, flags);
  await checkWritable(flags.out);
  const bytes = await readInput(file);
  const { pack, packLoadMs } = await openPack({
    ...flags,
    ...(packName === undefined ? {} : { pack: packName }),
  });
  const options = parseOptions(request, pack.manifest);
  if (!Number.isInteger(flags.variants) || flags.variants < 1 || flags.variants > 16) {
    throw new UserError('bad-option', `--variants cannot be ${flags.variants}: use 1 to 16.`);
  }
  const results: EditResult[] = [];
  for (let i = 0; i < flags.variants; i++) {
    const title = `${options.from} → ${options.to}${flags.variants > 1 ? ` (${i + 1}/${flags.variants})` : ''}`;
    const progress = makeProgress({ quiet: flags.json === true, title });
    try {
      const seed = options.seed + i * VARIANT_STRIDE;
      results.push(await edit(pack, bytes, { ...options, seed }, { signal, onEvent: progress.show }));
    } finally {
      progress.stop();
    }
  }
  const input = { file, sha256: createHash('sha256').update(bytes).digest('hex') };
  const files = await outputFiles(pack, results);
  const outputs = [...Object.keys(files), 'report.json'];
  const report = reportOf(pack, results, { input, packLoadMs, outputs });
  const json = `${JSON.stringify(report, null, 2)}\n`;
  const paths = await writeOutputs(flags.out, { ...files, 'report.json': json });
  process.stdout.write(flags.json === true ? json : `${summary(results)}\n${paths.join('\n')}\n`);
}

/** The picture and the request, from the flags and from a recipe; flags win. */
async function gather(image: string | undefined, flags: EditFlags) {
  const given = Object.fromEntries(
    RECIPE_FLAGS.filter(name => flags[name] !== undefined).map(name => [
      LONG_NAMES[name] ?? name,
      flags[name],
    ]),
  );
  if (flags.tighten === false) given.tighten = false;
  const repeated = flags.recipe === undefined ? undefined : await openRecipe(flags.recipe);
  const file = image ?? repeated?.input;
  if (file === undefined)
    throw new UserError('bad-option', 'Name a picture: inlay edit IMAGE --from X --to Y.');
  const request = { ...repeated?.recipe, ...given } as EditRequest;
  for (const field of ['from', 'to'] as const) {
    if (request[field] === undefined)
      throw new UserError('bad-option', `Say --${field}: inlay edit IMAGE --from X --to Y.`);
  }
  return { file, request, packName: flags.pack ?? repeated?.pack.name };
}

async function openRecipe(path: string) {
  const bytes = await readInput(path);
  if (extname(path) === '.json') {
    const text = bytes.toString('utf8');
    return { ...readRecipe(text), input: (JSON.parse(text) as { input?: { file?: string } }).input?.file };
  }
  const { xmpAsString } = await sharp(bytes).metadata();
  return { ...readRecipe(xmpAsString ?? ''), input: undefined };
}

/** result, mask and overlay of the first edit; of several, every result too. */
async function outputFiles(pack: Pack, results: readonly EditResult[]): Promise<Record<string, Uint8Array>> {
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
    'overlay.png': await renderPng(overlay(first.source, first.mask)),
    'sheet.png': await renderPng(sheet),
    ...Object.fromEntries(variants),
  };
}

function reportOf(
  pack: Pack,
  results: readonly EditResult[],
  { input, packLoadMs, outputs }: { input: object; packLoadMs: number; outputs: string[] },
) {
  const [{ recipe, found, receipt, timings }] = results;
  return {
    inlay: version,
    pack: { name: pack.manifest.name, version: pack.manifest.version },
    provider: pack.provider,
    input,
    recipe,
    mask: found,
    receipt,
    timings: { ...timings, packLoadMs },
    ...(results.length > 1
      ? { variants: results.map(result => ({ seed: result.recipe.seed, receipt: result.receipt })) }
      : {}),
    outputs,
  };
}

function summary(results: readonly EditResult[]): string {
  const [{ recipe, found, receipt, timings }] = results;
  const many = found.instances.length > 1 ? ` in ${found.instances.length} places` : '';
  return [
    `${recipe.from} → ${recipe.to}${many}, seed ${recipe.seed}, ${(timings.totalMs / 1000).toFixed(1)} s`,
    `${receipt.changedOutside} pixels changed outside the mask; CLIP score ${receipt.clipScoreBefore.toFixed(2)} → ${receipt.clipScoreAfter.toFixed(2)}`,
  ].join('\n');
}
