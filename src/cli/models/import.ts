import { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { importPack } from '../../pipeline/models/import/index.ts';
import { loadPack } from '../../pipeline/models/load-pack.ts';
import { number } from '../options.ts';

interface ImportFlags {
  readonly name: string;
  readonly title?: string;
  readonly licence?: string;
  readonly steps?: number;
  readonly guidance?: number;
}

export function importCommand(): Command {
  return new Command('import')
    .description('Make a pack of models on disk: an export of optimum or of diffusers, CLIP and CLIPSeg')
    .argument('<folders...>', 'one folder with everything, or one each of the pipeline, CLIP and CLIPSeg')
    .requiredOption('--name <name>', 'what to call the pack: small letters, digits and -')
    .option('--title <words>', 'title of the pack')
    .option('--licence <words>', 'the licence of the models')
    .option('--steps <n>', 'default number of denoising steps', number)
    .option('--guidance <s>', 'default guidance scale', number)
    .action(run);
}

async function run(sources: string[], { steps, guidance, ...request }: ImportFlags): Promise<void> {
  if (!/^[a-z0-9-]+$/.test(request.name))
    throw new UserError('bad-option', `--name cannot be "${request.name}": use small letters, digits and -.`);
  const { models } = readConfig();
  const defaults = {
    ...(steps === undefined ? {} : { steps }),
    ...(guidance === undefined ? {} : { guidanceScale: guidance }),
  };
  const check = (folder: string) => loadPack(folder, { provider: 'cpu', memory: 'low' });
  const made = await importPack({ ...request, sources, models, check, known: { defaults } });
  const { manifest, folder, notes } = made;
  for (const note of notes) process.stderr.write(`${note}\n`);
  process.stdout.write(
    `${manifest.name}: ${manifest.unetKind}, ${manifest.resolution} px, every graph runs: inlay edit --pack ${manifest.name} …\n${folder}\n`,
  );
}
