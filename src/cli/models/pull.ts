import { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { type Hub, openHub } from '../../hub/connection.ts';
import { bytesToFetch, planPull, pull } from '../../hub/pull.ts';
import { type RegisteredPack, registeredPack } from '../../hub/registry.ts';
import { loadPack } from '../../pipeline/models/load-pack.ts';
import { cancelOnInterrupt } from '../session.ts';
import { makePullProgress } from './pull-progress.ts';
import { readableBytes } from './sizes.ts';

interface PullFlags {
  readonly dryRun?: boolean;
  readonly acceptLicence?: boolean;
}

export function pullCommand(): Command {
  return new Command('pull')
    .description('Download a pack from the model hub; an interrupted pull resumes')
    .argument('<pack>', 'pack by name: see inlay models list')
    .option('--dry-run', 'show what would be downloaded, and its size')
    .option('--accept-licence', 'you have read the licences that are shown, and agree')
    .action(run);
}

async function run(name: string, flags: PullFlags): Promise<void> {
  const { models, hub: settings, registry } = readConfig();
  const signal = cancelOnInterrupt();
  const pack = await registeredPack(name, registry);
  const hub = openHub(settings);
  showLicences(pack);
  if (flags.dryRun === true) return showPlan(hub, pack, models, signal);
  if (flags.acceptLicence !== true)
    throw new UserError('bad-option', 'Read the licences above, and say --accept-licence if you agree.');
  const progress = makePullProgress();
  const check = (folder: string) => loadPack(folder, { provider: 'cpu', memory: 'low' });
  const pulled = pull(hub, pack, models, { signal, onFile: progress.show, check });
  const { folder } = await pulled.finally(progress.stop);
  process.stdout.write(`${name} is here, and every graph runs: inlay edit --pack ${name} …\n${folder}\n`);
}

function showLicences({ title, notes, sources }: RegisteredPack): void {
  process.stdout.write(`${title}\n`);
  for (const note of notes) process.stdout.write(`  ${note}\n`);
  for (const { repo, licence } of sources) {
    process.stdout.write(`${repo}: ${licence.name}, ${licence.url}\n`);
    for (const ask of licence.asks) process.stdout.write(`  ${ask}\n`);
  }
}

async function showPlan(hub: Hub, pack: RegisteredPack, models: string, signal: AbortSignal): Promise<void> {
  const plan = await planPull(hub, pack, models, signal);
  for (const { repo, path, bytes, here, known } of plan.files) {
    const already = known !== undefined ? ' (in another pack)' : here === bytes ? ' (here)' : '';
    process.stdout.write(`${readableBytes(bytes).padStart(10)}  ${repo}/${path}${already}\n`);
  }
  process.stdout.write(`${readableBytes(bytesToFetch(plan)).padStart(10)}  to be fetched\n`);
}
