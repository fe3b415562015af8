import { access, constants, stat, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { findPack } from '../pipeline/models/find-pack.ts';
import { loadPack } from '../pipeline/models/load-pack.ts';
import { parseProvider, probeProviders } from '../pipeline/models/provider.ts';
import { readManifest, readManifests } from '../pipeline/models/verify.ts';
import { onnxRuntime } from '../pipeline/onnx/runtime.ts';
import { version } from '../version.ts';
import { restOptions } from './bot.ts';
import { checkQueue, checkToken, missingPermissions } from './doctor-discord.ts';

/** One line of the report: a thing that was tried, and how it went. */
interface Finding {
  readonly what: string;
  readonly problem?: string | undefined;
  /** A problem that does not keep edits from working. */
  readonly harmless?: boolean;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Check that this machine can run edits, and how')
    .option('--channel <id>', 'also check what the bot may do in this channel')
    .action(run);
}

async function run({ channel }: { readonly channel?: string }): Promise<void> {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  process.stdout.write(
    `inlay ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n`,
  );
  process.stdout.write(`${availableParallelism()} threads, ${memory} of memory\n`);
  const runtime = await attempt('ONNX Runtime loads', async () => {
    process.stdout.write(`ONNX Runtime ${onnxRuntime().env.versions.node ?? '?'}\n`);
  });
  process.stdout.write(`sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}\n`);
  const models = runtime.problem === undefined ? [...(await providers()), await pack()] : [];
  const here = [await data(), await packs(), proxy()];
  const findings = [await settings(), runtime, ...models, ...here, ...(await discord(channel))];
  for (const { what, problem, harmless } of findings) {
    const mark = problem === undefined ? 'ok     ' : harmless ? 'no     ' : 'PROBLEM';
    process.stdout.write(`${mark} ${what}${problem === undefined ? '' : `: ${problem}`}\n`);
  }
  const wrong = findings.filter(finding => finding.problem !== undefined && !finding.harmless);
  if (wrong.length > 0)
    throw new UserError('bad-option', `${wrong.length} of ${findings.length} checks failed.`);
}

async function settings(): Promise<Finding> {
  const what = 'settings in the environment';
  return attempt(what, async () => {
    parseProvider(readConfig().provider);
  });
}

async function providers(): Promise<Finding[]> {
  const folder = await findPack('emoji');
  const manifest = await readManifest(folder);
  const probe = join(folder, manifest.components.vaeEncoder.file);
  return (await probeProviders(probe)).map(({ provider, problem }) => ({
    what: `provider ${provider}`,
    problem,
    harmless: provider !== 'cpu',
  }));
}

async function pack(): Promise<Finding> {
  const { pack: name, threads, models, memory } = readConfig();
  const start = performance.now();
  return attempt(`pack ${name} loads and runs`, async () => {
    await loadPack(name, { threads, models, memory });
    process.stdout.write(`pack ${name} loaded in ${((performance.now() - start) / 1000).toFixed(2)} s\n`);
  });
}

/** Less than this is full after some days of edits. */
const LEAST_SPACE = 2e9;

/** Whether the folder of the bot's data can be written to, has room, and is nobody else's. */
async function data(): Promise<Finding> {
  const { dataDir } = readConfig();
  return attempt(`DATA_DIR ${dataDir} can be written to and has room`, async () => {
    // It is made by what uses it: its parent is asked while it is not there.
    const there = (await stat(dataDir).catch(() => undefined))?.isDirectory() ?? false;
    const folder = there ? dataDir : dirname(dataDir);
    await access(folder, constants.W_OK | constants.X_OK).catch(() => {
      throw new UserError('unwritable', 'this user may not write there');
    });
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < LEAST_SPACE)
      throw new UserError('no-space', `only ${((bavail * bsize) / 1e9).toFixed(1)} GB are free`);
    if (!there) return;
    const locked = await stat(join(dataDir, 'inlay.lock')).catch(() => undefined);
    if (locked !== undefined)
      process.stdout.write(`${dataDir} belongs to a process that runs, or was killed\n`);
    if (process.platform !== 'win32' && ((await stat(dataDir)).mode & 0o077) !== 0)
      throw new UserError('bad-option', 'others may look into it: chmod 700 it, or start Inlay, which does');
  });
}

async function packs(): Promise<Finding> {
  const problems: string[] = [];
  await readManifests(readConfig().models, problem => problems.push(problem));
  return { what: 'every pack can be read', problem: problems.length === 0 ? undefined : problems.join(' ') };
}

function proxy(): Finding {
  const { token, hub } = readConfig();
  const unused = token !== undefined && hub.httpsProxy !== undefined;
  return {
    what: 'proxies',
    problem: unused ? 'HTTPS_PROXY serves downloads alone: Discord is reached without it' : undefined,
    harmless: true,
  };
}

/** What a bot needs, where there is to be one: its queue, its token, its permissions. */
async function discord(channel: string | undefined): Promise<Finding[]> {
  const config = readConfig();
  const { token, queueUrl } = config;
  const findings: Finding[] = [];
  if (token !== undefined || queueUrl !== undefined) {
    findings.push(await attempt('the queue answers', () => checkQueue(config)));
  }
  if (token === undefined && channel === undefined) return findings;
  findings.push(await attempt('Discord knows the token', () => checkToken(config, restOptions(config))));
  if (channel === undefined) return findings;
  const permissions = attempt(`permissions in channel ${channel}`, async () => {
    const missing = await missingPermissions(config, channel, restOptions(config));
    if (missing.length > 0) throw new UserError('bad-option', `allow ${missing.join(', ')}`);
  });
  return [...findings, await permissions];
}

async function attempt(what: string, check: () => Promise<void>): Promise<Finding> {
  try {
    await check();
    return { what };
  } catch (error) {
    return { what, problem: error instanceof Error ? error.message : String(error) };
  }
}
