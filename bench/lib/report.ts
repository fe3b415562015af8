import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** What a benchmark found: figures by key, and sentences that go with them. */
export interface BenchReport {
  readonly figures: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

const OUT = 'bench/out';

/** The machine that figures belong to. */
const machine = () => ({
  cpu: cpus()[0].model,
  threads: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
});

/** Prints the figures as a table and writes `bench/out/NAME.json`. */
export async function report(name: string, { figures, notes }: BenchReport): Promise<void> {
  const width = Math.max(...Object.keys(figures).map(key => key.length));
  for (const [key, value] of Object.entries(figures)) {
    console.log(`${key.padEnd(width)}  ${Number.isInteger(value) ? value : Number(value.toPrecision(4))}`);
  }
  for (const note of notes) console.log(`· ${note}`);
  await writeOut(`${name}.json`, `${JSON.stringify({ machine: machine(), figures, notes }, null, 2)}\n`);
}

/** Writes a file beside the report. */
export async function writeOut(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(OUT, { recursive: true });
  await writeFile(`${OUT}/${file}`, content);
  console.log(`${OUT}/${file}`);
}

/** Whether the benchmark was asked to stay under a minute. */
export const quick = process.argv.includes('--quick');

/** The mean of some numbers; 0 of none. */
export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;

/** The middle one of some numbers. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
