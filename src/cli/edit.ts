import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { type EditResult, edit } from '../pipeline/edit.ts';
import { loadPicture } from '../pipeline/image/load.ts';
import { readRecipe } from '../pipeline/image/metadata/recipe.ts';
import type { LocalisationCache } from '../pipeline/localise/find-instances.ts';
import { listPacks } from '../pipeline/models/find-pack.ts';
import { notUnderstood } from '../pipeline/models/understand.ts';
import { type EditRequest, parseOptions } from '../pipeline/options.ts';
import { outputFiles, reportOf, summary, titleOf } from './edit-outputs.ts';
import { sayIgnored } from './ignored.ts';
import { withWhatIsSeen } from './not-found.ts';
import { editOptions, number, packOptions, requestOf, withShortHelp } from './options.ts';
import { checkWritable, writeOutputs } from './output.ts';
import { makeProgress } from './progress.ts';
import { cancelOnInterrupt, openManifest, openPack, type PackFlags, readInput } from './session.ts';

interface EditFlags extends PackFlags {
  readonly out: string;
  readonly recipe?: string;
  readonly variants: number;
  readonly json?: boolean;
  readonly [option: string]: unknown;
}

/** Options of this command alone, the most used ones. */
const COMMON = ['out', 'recipe', 'variants', 'pack', 'json'];

export function editCommand(): Command {
  const command = new Command('edit')
    .description('Replace one object in a picture by another')
    .argument('[image]', 'PNG, JPEG, WebP, GIF or AVIF; may be left out when --recipe names it');
  for (const option of editOptions()) command.addOption(option);
  command
    .option(
      '--variants <n>',
      'edit n times with successive seeds, and make a contact sheet, 1 to 16',
      number,
      1,
    )
    .option('--out <folder>', 'folder of the results', 'inlay-out')
    .option('--recipe <file>', 'repeat the edit of a report.json, or of a picture made by Inlay')
    .option('--json', 'print the report to standard output and nothing else');
  for (const option of packOptions) command.addOption(option);
  return withShortHelp(command, COMMON).action((image: string | undefined, flags: EditFlags) =>
    run(image, flags),
  );
}

async function run(image: string | undefined, flags: EditFlags): Promise<void> {
  const signal = cancelOnInterrupt();
  const { file, request, packName } = await gather(image, flags);
  if (!Number.isInteger(flags.variants) || flags.variants < 1 || flags.variants > 16) {
    throw new UserError('bad-option', `--variants cannot be ${flags.variants}: use 1 to 16.`);
  }
  await checkWritable(flags.out);
  const bytes = await readInput(file);
  const packFlags = { ...flags, ...(packName === undefined ? {} : { pack: packName }) };
  // Loading models takes longer than finding a mistake: it comes after.
  const manifest = await openManifest(packFlags);
  const options = parseOptions(request, manifest);
  const ignored = notUnderstood(manifest, request);
  sayIgnored(ignored, manifest.name);
  await loadPicture(bytes);
  const { pack, packLoadMs } = await openPack(packFlags);
  const results: EditResult[] = [];
  const localisations: LocalisationCache = new Map();
  for (let i = 0; i < flags.variants; i++) {
    const title = `${titleOf(options)}${flags.variants > 1 ? ` (${i + 1}/${flags.variants})` : ''}`;
    const progress = makeProgress({ quiet: flags.json === true, title });
    try {
      const seed = options.seed + i;
      results.push(
        await edit(pack, bytes, { ...options, seed }, { signal, onEvent: progress.show, localisations }),
      );
    } catch (error) {
      progress.stop();
      throw await withWhatIsSeen(error, { pack, bytes, from: options.from });
    }
    progress.stop();
  }
  const input = { file, sha256: createHash('sha256').update(bytes).digest('hex') };
  const files = await outputFiles(pack, results);
  const outputs = [...Object.keys(files), 'report.json'];
  const report = reportOf(pack, results, { input, ignored, packLoadMs, outputs });
  const json = `${JSON.stringify(report, null, 2)}\n`;
  const paths = await writeOutputs(flags.out, { ...files, 'report.json': json });
  process.stdout.write(flags.json === true ? json : `${summary(results)}\n${paths.join('\n')}\n`);
}

/** The picture and the request, from the flags and from a recipe; flags win. */
async function gather(image: string | undefined, flags: EditFlags) {
  const repeated = flags.recipe === undefined ? undefined : await openRecipe(flags.recipe);
  const file = image ?? repeated?.input;
  if (file === undefined)
    throw new UserError('bad-option', 'Name a picture: inlay edit IMAGE --from X --to Y.');
  const request = { ...repeated?.recipe, ...requestOf(flags) } as EditRequest;
  for (const field of ['from', 'to'] as const) {
    if (request[field] === undefined)
      throw new UserError('bad-option', `Say --${field}: inlay edit IMAGE --from X --to Y.`);
  }
  const packName = flags.pack ?? (repeated && (await namedPack(repeated.pack.name)));
  return { file, request, packName };
}

/** The pack of a recipe, by its name alone: a folder of that name that happens to be here is not meant. */
async function namedPack(name: string): Promise<string> {
  const packs = await listPacks(readConfig().models);
  if (packs.includes(name)) return name;
  throw new UserError(
    'unknown-pack',
    `The recipe was made with the pack ${name}, which is not here: pull it, or name another with --pack.`,
  );
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
