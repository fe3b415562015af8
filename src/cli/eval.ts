import { Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import { type Pair, readCoco } from '../evaluation/coco.ts';
import { SUITES, type SuiteName } from '../evaluation/suites.ts';
import { evaluateSuites } from './eval-outputs.ts';
import { number, optionOf, packOptions } from './options.ts';
import { checkWritable, writeOutputs } from './output.ts';
import { cancelOnInterrupt, openPack, type PackFlags } from './session.ts';

interface EvalFlags extends PackFlags {
  readonly suite: readonly SuiteName[];
  readonly pairs?: readonly Pair[];
  readonly limit?: number;
  readonly steps?: number;
  readonly bestOf: number;
  readonly seed: number;
  readonly out: string;
  readonly json?: boolean;
}

const SUITE_NAMES = Object.keys(SUITES) as SuiteName[];

export function evalCommand(): Command {
  const command = new Command('eval')
    .description('Measure edits of a folder of annotated pictures')
    .argument('<folder>', "a folder in COCO's format: instances.json, images/ and pairs.json")
    .addOption(
      new Option('--suite <names>', 'what to compare, separated by commas')
        .default(SUITE_NAMES, SUITE_NAMES.join(','))
        .argParser(parseSuites),
    )
    .addOption(
      new Option('--pairs <list>', 'such as horse:zebra,cat:dog, in place of pairs.json').argParser(
        parsePairs,
      ),
    )
    .option('--limit <n>', 'only the first n edits', number)
    .addOption(optionOf('steps'))
    .option('--best-of <n>', 'candidates for each edit', number, 1)
    .option('--seed <n>', 'seed of the noise of every edit', number, 1)
    .option('--out <folder>', 'folder of the report', 'inlay-eval');
  for (const option of packOptions) command.addOption(option);
  return command
    .addOption(new Option('--json', 'print the figures to standard output as JSON'))
    .action((folder: string, flags: EvalFlags) => run(folder, flags));
}

async function run(folder: string, flags: EvalFlags): Promise<void> {
  const signal = cancelOnInterrupt();
  const questions = (await readCoco(folder, flags.pairs)).slice(0, flags.limit);
  await checkWritable(flags.out);
  const { pack } = await openPack(flags);
  const base = {
    seed: flags.seed,
    bestOf: flags.bestOf,
    ...(flags.steps === undefined ? {} : { steps: flags.steps }),
  };
  const { text, report, html } = await evaluateSuites(pack, questions, flags.suite, base, { signal });
  const json = `${JSON.stringify(report, null, 2)}\n`;
  const paths = await writeOutputs(flags.out, { 'evaluation.json': json, 'evaluation.html': html });
  process.stdout.write(flags.json === true ? json : `${text}\n${paths.join('\n')}\n`);
}

function parseSuites(text: string): SuiteName[] {
  return text.split(',').map(asked => {
    const suite = SUITE_NAMES.find(name => name === asked.trim());
    if (suite === undefined) {
      throw new UserError('bad-option', `There is no suite "${asked}": use ${SUITE_NAMES.join(', ')}.`);
    }
    return suite;
  });
}

function parsePairs(text: string): Pair[] {
  return text.split(',').map(pair => {
    const [from, to, ...rest] = pair.split(':').map(word => word.trim());
    if (!from || !to || rest.length > 0) {
      throw new UserError('bad-option', `"${pair}" is no pair: write from:to, such as horse:zebra.`);
    }
    return { from, to };
  });
}
