/**
 * What the pack is trained on, in one folder of about 30 MB: drawings of every object in every set, cut to
 * their ink, and empty places to put them. The same packages give the same bytes.
 *   npm install --prefix training/art
 *   npx tsx training/art/make-art.ts OUT [--things wide] [--window 256] [--backgrounds 360] [--find openmoji] [--seed 5000000]
 * `--things` names a list of `objects.ts`, `--window` the side of the preset's windows. `--find` leaves a set
 * as the only one to find: one that nothing was learnt from, to measure with. `--seed` gives other
 * backgrounds.
 */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { BACKGROUND_KINDS, background } from '../../synthetic-scenes/backgrounds.ts';
import { seededRandom } from '../../synthetic-scenes/random.ts';
import { svgDocument } from '../../synthetic-scenes/svg.ts';
import { iconsOf, type ListName, OBJECTS, ROLES } from './objects.ts';

/** The sets that are painted, in the order of the pack's style row, and those that only teach to find. */
const PAINTED = ['twemoji', 'noto', 'fluent-emoji-flat'];
const FOUND = ['noto-v1', 'emojione', 'fluent-emoji', 'fxemoji', 'streamline-emojis'];

/** Side of a drawing that is painted: 62.5% of a window as the upscaler leaves it, four times larger. */
const PAINTED_SHARE = 4 * 0.625;
/** Side of a drawing that is enough to be found. */
const FOUND_SIDE = 160;
/** Drawings on a sheet, across and down. */
const GRID = 12;
const BACKGROUND_SIDE = 640;
/** Far from every seed that the benchmarks compose with. */
const FIRST_SEED = 5_000_000;

interface Icon {
  readonly body: string;
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
}
type IconSet = Icon & { readonly icons: Readonly<Record<string, Icon>> };

interface Drawing {
  readonly thing: string;
  readonly set: string;
  readonly icon: string;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    things: { type: 'string', default: 'basic' },
    window: { type: 'string', default: '128' },
    backgrounds: { type: 'string', default: '360' },
    find: { type: 'string' },
    seed: { type: 'string', default: String(FIRST_SEED) },
  },
});
const [out] = positionals;
if (out === undefined) throw new Error('say where to: npx tsx training/art/make-art.ts OUT');
if (!Object.hasOwn(OBJECTS, values.things)) throw new Error(`no list of things is called "${values.things}"`);
const list = values.things as ListName;
const things = OBJECTS[list];
await mkdir(out, { recursive: true });
sharp.unblock({ operation: ['VipsForeignLoadSvg'] });

const painted = await drawSheets('painted', PAINTED, Math.round(Number(values.window) * PAINTED_SHARE), 1);
const findable = values.find === undefined ? [...PAINTED, ...FOUND] : [values.find];
const found = await drawSheets('found', findable, FOUND_SIDE, Number.POSITIVE_INFINITY);
const kinds = await drawBackgrounds(Number(values.backgrounds));
// The basic list's index says neither its name nor roles: it is the same bytes as before there were others.
const more = list === 'basic' ? {} : { list, roles: ROLES };
const index = { things, ...more, styles: PAINTED, grid: GRID, painted, found, backgrounds: kinds };
await writeFile(join(out, 'art.json'), JSON.stringify(index, null, 1));
console.log(
  `${painted.drawings.length} to paint, ${found.drawings.length} to find, ${kinds.length} backgrounds`,
);

/** Sheets of at most `perSet` drawings of each object and set; returns what is on them, row by row. */
async function drawSheets(name: string, sets: readonly string[], side: number, perSet: number) {
  const drawings: Drawing[] = [];
  const pictures: Buffer[] = [];
  for (const set of sets) {
    const icons = iconSet(set);
    for (const thing of things) {
      const known = iconsOf(thing).filter(icon => icons.icons[icon] !== undefined);
      for (const icon of known.slice(0, perSet)) {
        drawings.push({ thing, set, icon });
        pictures.push(await cutOut(icons, icon, side));
      }
    }
  }
  const perSheet = GRID * GRID;
  const sheets = Math.ceil(pictures.length / perSheet);
  for (let i = 0; i < sheets; i++) {
    await writeSheet(`${name}-${i}.webp`, pictures.slice(i * perSheet, (i + 1) * perSheet), side);
  }
  return { side, sheets, drawings };
}

async function writeSheet(file: string, pictures: readonly Buffer[], side: number): Promise<void> {
  const create = { width: side * GRID, height: side * GRID, channels: 4, background: '#00000000' } as const;
  const placed = pictures.map((input, i) => ({
    input,
    left: (i % GRID) * side,
    top: Math.floor(i / GRID) * side,
  }));
  await sharp({ create }).composite(placed).webp({ lossless: true, effort: 3 }).toFile(join(out, file));
}

/** A drawing as a PNG, its ink filling the longer side of a square and centred on the shorter. */
async function cutOut(set: IconSet, icon: string, side: number): Promise<Buffer> {
  const large = await sharp(Buffer.from(toSvg(set, icon, side * 2)))
    .png()
    .toBuffer();
  const ink = await sharp(large).trim({ background: '#00000000', threshold: 8 }).toBuffer();
  const background = '#00000000';
  return sharp(ink).resize(side, side, { fit: 'contain', background, kernel: 'lanczos3' }).png().toBuffer();
}

function toSvg(set: IconSet, name: string, side: number): string {
  const icon = set.icons[name];
  const { left, top, width, height } = { left: 0, top: 0, width: 16, height: 16, ...set, ...icon };
  const view = `viewBox="${left} ${top} ${width} ${height}" width="${side}" height="${side}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${view}>${icon.body}</svg>`;
}

/** From this folder's packages or, for the painted sets, the project's. */
function iconSet(name: string): IconSet {
  const path = createRequire(import.meta.url).resolve(`@iconify-json/${name}/icons.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as IconSet;
}

/** Empty places of every kind in turn; returns the kinds. */
async function drawBackgrounds(count: number): Promise<string[]> {
  const kinds: string[] = [];
  await mkdir(join(out, 'backgrounds'), { recursive: true });
  for (let i = 0; i < count; i++) {
    const kind = BACKGROUND_KINDS[i % BACKGROUND_KINDS.length];
    const size = { width: BACKGROUND_SIDE, height: BACKGROUND_SIDE };
    const svg = svgDocument(size, background(kind, size, seededRandom(Number(values.seed) + i)).body);
    const file = join(out, 'backgrounds', `${String(i).padStart(3, '0')}.webp`);
    await sharp(Buffer.from(svg)).removeAlpha().webp({ lossless: true, effort: 2 }).toFile(file);
    kinds.push(kind);
  }
  return kinds;
}
