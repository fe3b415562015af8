/**
 * The README's edits: before and after of each entry in docs/pictures/edits.json, the demo's sheet, and the
 * README's table.
 *   npm run gallery                 makes the pictures and the table
 *   npm run gallery -- --search 12  instead makes, for each entry, a sheet of so many seeds to choose from by looking
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { type EditResult, edit } from '../src/pipeline/edit.ts';
import { encodeRendering } from '../src/pipeline/image/encode.ts';
import { contactSheet, flatten, type Rendering, spotlight } from '../src/pipeline/image/render.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';

interface Entry {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly seed: number;
}

const GALLERY = 'docs/pictures/gallery';
const CANDIDATES = 'bench/out/seeds';
const DEMO = { from: 'horse', to: 'zebra', seed: 1 } as const;

const entries = JSON.parse(await readFile('docs/pictures/edits.json', 'utf8')) as Entry[];
const pack = await loadPack(process.env.INLAY_PACK, { provider: 'cpu' });
const search = process.argv.indexOf('--search');

if (search >= 0) {
  const seeds = Number(process.argv[search + 1] ?? 12);
  for (const entry of entries) await compareSeeds(entry, seeds);
  await compareSeeds({ file: 'sample', ...DEMO }, seeds);
} else {
  for (const entry of entries) await writePair(entry);
  await writeDemo();
  await writeTable(entries.slice(0, 8));
}

function sourceOf(file: string): string {
  return file === 'sample' ? 'assets/sample.png' : `docs/pictures/sources/${file}.png`;
}

async function run({ file, from, to, seed }: Entry): Promise<EditResult> {
  return edit(pack, await readFile(sourceOf(file)), { from, to, seed });
}

/** The region of the edit, for each seed in turn, with the CLIP score in the log. */
async function compareSeeds(entry: Entry, seeds: number): Promise<void> {
  const panels: Rendering[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const { image, found, receipt } = await run({ ...entry, seed });
    const { left, top, width, height } = found.box;
    const { width: w, height: h, rgb } = flatten(image);
    const margin = Math.round(0.25 * Math.max(width, height));
    const area = {
      left: Math.max(0, left - margin),
      top: Math.max(0, top - margin),
      width: Math.min(w - Math.max(0, left - margin), width + 2 * margin),
      height: Math.min(h - Math.max(0, top - margin), height + 2 * margin),
    };
    const crop = await sharp(rgb, { raw: { width: w, height: h, channels: 3 } })
      .extract(area)
      .resize(300, 300, { fit: 'fill' })
      .raw()
      .toBuffer();
    panels.push({ width: 300, height: 300, rgb: new Uint8Array(crop) });
    console.log(entry.file, seed, `candidate ${receipt.chosen.join(' ')}`, receipt.clipScoreAfter.toFixed(3));
  }
  await mkdir(CANDIDATES, { recursive: true });
  await writeFile(`${CANDIDATES}/${entry.file}.png`, await encodeRendering(contactSheet(panels, 6)));
}

/** Before and after, side by side, small enough for a README. */
async function writePair(entry: Entry): Promise<void> {
  const { source, image } = await run(entry);
  const pair = await encodeRendering(contactSheet([flatten(source), flatten(image)], 2));
  await mkdir(GALLERY, { recursive: true });
  await sharp(pair)
    .resize({ width: 900 })
    .png({ palette: true, quality: 90 })
    .toFile(`${GALLERY}/${entry.file}.png`);
}

async function writeDemo(): Promise<void> {
  const { source, image, mask } = await run({ file: 'sample', ...DEMO });
  const sheet = await encodeRendering(
    contactSheet([flatten(source), spotlight(source, mask), flatten(image)], 3),
  );
  await sharp(sheet)
    .resize({ width: 1600 })
    .png({ palette: true, quality: 90 })
    .toFile('docs/pictures/demo.png');
}

async function writeTable(shown: readonly Entry[]): Promise<void> {
  const quoted = (words: string) => (words.includes(' ') ? `"${words}"` : words);
  const rows = shown.map(({ file, from, to, seed }) => {
    const flags = `--from ${quoted(from)} --to ${quoted(to)} --seed ${seed} --out demo-out/${file}`;
    return `![${from} → ${to}](${GALLERY}/${file}.png)\n\n\`npm run inlay -- edit ${sourceOf(file)} ${flags}\`\n`;
  });
  const readme = await readFile('README.md', 'utf8');
  const block = `<!-- gallery -->\n\n${rows.join('\n')}\n<!-- /gallery -->`;
  await writeFile(
    'README.md',
    readme.replace(/<!-- gallery -->[\s\S]*<!-- \/gallery -->/, () => block),
  );
}
