import { mkdir, writeFile } from 'node:fs/promises';
import { COUNTRY } from './pictures/gallery/country.ts';
import { TOWN } from './pictures/gallery/town.ts';
import { checkFree, paint, writePng } from './pictures/picture.ts';

/** Paints the pictures that the gallery edits, and lists what to replace in each, and where it is. */

const FOLDER = 'docs/pictures/sources';

await mkdir(FOLDER, { recursive: true });
const list = [];
for (const picture of [...TOWN, ...COUNTRY]) {
  const { file, from, to } = picture;
  const painted = await paint(picture);
  const bytes = await writePng(painted, `${FOLDER}/${file}`);
  const { left, top, width, height } = checkFree(painted, from);
  list.push({ file, from, to, box: { left, top, width, height } });
  console.log(`${file}: ${Math.round(bytes / 1024)} KB, ${from} to ${to}`);
}
await writeFile(`${FOLDER}/gallery.json`, `${JSON.stringify(list, null, 2)}\n`);
