/**
 * npm run bench:inputs [-- --quick] [-- --only WORD]: time and memory of a whole job for pictures of every
 * format, depth and shape, beside a JPEG of 12 megapixels, and for files that were crafted to be slow. Each
 * has a process of its own, with the built-in pack loaded. A ratio of processor time does not depend on who
 * else uses the machine.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { meadow, sharpOf } from '../test/support/pictures.ts';
import type { Took } from './lib/input-child.ts';
import { crafted, type Input, ordinary, thin, YARDSTICK } from './lib/inputs.ts';
import { quick, report, writeOut } from './lib/report.ts';

/** A job that takes longer counts as hanging. */
const PATIENCE_MS = 300_000;
const QUICK = /^(jpeg 12 MP|png of 16 bits with alpha 12 MP|16 × 20000|100 texts)/;

const { only } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' } } }).values;
const scene = await sharpOf(await meadow(960, 800, { name: 'horse', size: 550 }))
  .png()
  .toBuffer();
const all = [...ordinary(scene), ...thin(scene), ...crafted(scene)];
const wanted = (name: string) => (only === undefined ? !quick || QUICK.test(name) : name.includes(only));
const inputs = all.filter(({ name }) => name === YARDSTICK || wanted(name));
const folder = mkdtempSync(join(tmpdir(), 'inlay-inputs-'));

const yardstick = await taken(inputs.find(({ name }) => name === YARDSTICK)!);
const rows = [];
for (const input of inputs) {
  const took = input.name === YARDSTICK ? yardstick : await taken(input);
  const row = {
    ...took,
    name: input.name,
    time: took.cpuSeconds / yardstick.cpuSeconds,
    memory: took.peakMb / yardstick.peakMb,
  };
  rows.push(row);
  console.log(lineOf(row));
}
rmSync(folder, { recursive: true });
const table = [
  '| file | size | seconds | of processors | ratio | memory | ratio | answer |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ...rows.map(lineOf),
];
await writeOut('inputs.md', `${table.join('\n')}\n`);
const ended = rows.filter(({ answer }) => /^(ENDED|HANGS|FAULT)/.test(answer));
const accepted = rows.filter(({ answer }) => answer === 'picture');
await report('inputs', {
  figures: {
    jpeg12Seconds: yardstick.seconds,
    jpeg12CpuSeconds: yardstick.cpuSeconds,
    jpeg12PeakMb: yardstick.peakMb,
    worstTime: Math.max(...accepted.map(({ time }) => time)),
    worstMemory: Math.max(...accepted.map(({ memory }) => memory)),
    ended: ended.length,
  },
  notes: ended.map(({ name, answer }) => `${name}: ${answer}`),
});

function lineOf(row: Took & { name: string; bytes: number; time: number; memory: number }): string {
  const cells = [
    row.name,
    `${(row.bytes / 1e6).toFixed(1)} MB`,
    row.seconds.toFixed(1),
    `${row.cpuSeconds.toFixed(1)} s`,
    `× ${row.time.toFixed(2)}`,
    `${(row.peakMb / 1000).toFixed(2)} GB`,
    `× ${row.memory.toFixed(2)}`,
    row.answer,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Time and memory of one input in a process that has loaded its models. */
async function taken({ name, make }: Input): Promise<Took & { bytes: number }> {
  const bytes = await make();
  const file = join(folder, name.replaceAll(/\W/g, '-'));
  writeFileSync(file, bytes);
  const child = fork(fileURLToPath(new URL('lib/input-child.ts', import.meta.url)));
  try {
    await said(child);
    child.send(file);
    return { ...(await said<Took>(child)), bytes: bytes.length };
  } finally {
    child.kill('SIGKILL');
    rmSync(file);
  }
}

/** The next message of a child; its exit or its silence is an answer too. */
function said<T>(child: ChildProcess): Promise<T> {
  return new Promise(resolve => {
    const failed = (answer: string) =>
      resolve({ answer, seconds: PATIENCE_MS / 1000, cpuSeconds: Infinity, peakMb: 0 } as T);
    const timer = setTimeout(() => failed('HANGS'), PATIENCE_MS);
    child.once('message', message => {
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve(message as T);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      failed(`ENDED ${code ?? signal}`);
    });
  });
}
