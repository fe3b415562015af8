/**
 * Edits to be judged, as the product makes them: composed pictures of one object, each edited into another,
 * and what then is in the region window. The same seed gives the same pictures, pairs and seeds to every
 * pack.
 *   npx tsx training/judge/make-edits.ts PACK OUT [--things a,b,c] [--count 200] [--seed 777] [--steps n] [--best-of n] [--style openmoji]
 *     [--anyway]
 * `--things` are what is edited, and into what; left out, whatever the pack paints. Writes OUT/000.png … (the
 * window at the pack's resolution), OUT/sheet-000.png … (before and after) and OUT/edits.json.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { UserError } from '../../src/errors.ts';
import { edit } from '../../src/pipeline/edit.ts';
import type { Picture } from '../../src/pipeline/image/picture.ts';
import { contactSheet, flatten } from '../../src/pipeline/image/render.ts';
import { viewOf } from '../../src/pipeline/image/view.ts';
import { windowRound } from '../../src/pipeline/image/window.ts';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../src/pipeline/models/pack.ts';
import { isDrawnIn, isStyle, STYLES } from '../../synthetic-scenes/art.ts';
import { composeScene, type Scene } from '../../synthetic-scenes/compose.ts';
import { areKin, NAMES } from '../../synthetic-scenes/names.ts';
import { seededRandom } from '../../synthetic-scenes/random.ts';

/** One edit: what was asked for, and whether the object was found at all. */
interface Judged {
  readonly from: string;
  readonly to: string;
  readonly style: string;
  readonly found: boolean;
  readonly ms: number;
}

const SIDE = 512;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    things: { type: 'string' },
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '777' },
    steps: { type: 'string' },
    'best-of': { type: 'string' },
    style: { type: 'string' },
    anyway: { type: 'boolean', default: false },
  },
});
const [folder, out] = positionals;
if (folder === undefined || out === undefined) throw new Error('say which pack, and where to');
await mkdir(out, { recursive: true });
const pack = await loadPack(folder, { provider: 'cpu' });
const overrides = {
  anyway: values.anyway,
  ...(values.steps === undefined ? {} : { steps: Number(values.steps) }),
  ...(values['best-of'] === undefined ? {} : { bestOf: Number(values['best-of']) }),
};

const { style } = values;
if (style !== undefined && !isStyle(style)) throw new Error(`no set of drawings is called "${style}"`);
const styles = style === undefined ? STYLES : [style];

const random = seededRandom(Number(values.seed));
const paints = values.things?.split(',') ?? pack.manifest.vocabulary?.paints ?? [];
/** Scenes are composed of objects whose positions are known; any object may be painted in them. */
const edited = paints.filter(name => NAMES.includes(name) && styles.every(set => isDrawnIn(name, set)));
const judged: Judged[] = [];
for (let i = 0; i < Number(values.count); i++) {
  const from = random.pick(edited);
  const to = random.pick(paints.filter(name => !areKin(name, from)));
  const seed = random.integer(0, 0xffff_ffff);
  const scene = await composeScene({ seed, width: SIDE, height: SIDE, from, styles });
  judged.push(await editOne(pack, scene, { from, to, seed }, String(i).padStart(3, '0')));
  await writeFile(join(out, 'edits.json'), JSON.stringify(judged, null, 1));
}
const found = judged.filter(one => one.found).length;
console.log(`${judged.length} edits, ${found} found, in ${out}`);

async function editOne(
  pack: Pack,
  scene: Scene,
  request: { from: string; to: string; seed: number },
  name: string,
): Promise<Judged> {
  const { width, height, image, objects: things } = scene;
  const source: Picture = { width, height, rgb: image };
  const png = await sharp(image, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const start = performance.now();
  const result = await edit(pack, png, { ...request, ...overrides }).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'not-found') return undefined;
    throw error;
  });
  const ms = Math.round(performance.now() - start);
  const after = result?.image ?? source;
  const { resolution, defaults } = pack.manifest;
  const window = viewOf(after, windowRound(things[0].box, defaults), resolution, resolution);
  await writeRgb(join(out, `${name}.png`), {
    width: resolution,
    height: resolution,
    rgb: toBytes(window.data),
  });
  await writeRgb(join(out, `sheet-${name}.png`), contactSheet([flatten(source), flatten(after)], 2));
  return { from: request.from, to: request.to, style: things[0].style, found: result !== undefined, ms };
}

/** `[3, n]` in −1…1 → pixels. */
function toBytes(planes: Float32Array): Uint8Array {
  const count = planes.length / 3;
  return Uint8Array.from(planes, (_, i) =>
    Math.round(Math.min(255, Math.max(0, (planes[(i % 3) * count + Math.floor(i / 3)] + 1) * 127.5))),
  );
}

async function writeRgb(
  file: string,
  { width, height, rgb }: { width: number; height: number; rgb: Uint8Array },
) {
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(file);
}
