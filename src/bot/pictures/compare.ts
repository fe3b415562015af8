import { Refusal } from '../../discord/refusal.ts';
import type { StoredEdit } from '../../store/records.ts';
import { runOf } from '../../store/runs.ts';
import type { BotServices } from '../services.ts';
import { fitPicture } from './fit.ts';
import { sheetOf } from './sheet.ts';
import { artifact, pictureOf, sourceOf } from './stored.ts';

/** Before, mask and after of a run side by side; without the mask where that is no longer kept. */
export async function comparison(
  edit: StoredEdit,
  index: number,
  sizeLimit: number,
  services: BotServices,
): Promise<Buffer> {
  const run = runOf(edit, index);
  const before = await artifact(await sourceOf(edit, services), services);
  const after = await pictureOf(edit, index, services);
  if (run === undefined || before === undefined || after === undefined) {
    throw new Refusal(({ refusal }) => refusal.gone);
  }
  const mask = await artifact(run.overlay, services);
  const panels = [before, mask, after].filter(bytes => bytes !== undefined).map(bytes => ({ bytes }));
  const sheet = await sheetOf(panels, panels.length);
  return (await fitPicture(sheet, sizeLimit)).bytes;
}
