import { loadPicture } from './image/load.ts';
import type { GreyPicture, Picture } from './image/picture.ts';
import { findInstances } from './localise/find-instances.ts';
import type { Localisation } from './localise/index.ts';
import { type MaskReport, pictureMask, reportOn } from './localise/report.ts';
import type { Pack } from './models/pack.ts';
import { type MaskOptions, type MaskRequest, parseMaskOptions } from './options.ts';
import type { EditHooks } from './progress/events.ts';

export interface MaskResult {
  readonly source: Picture;
  readonly mask: GreyPicture;
  readonly localisation: Localisation;
  readonly found: MaskReport;
  readonly options: MaskOptions;
}

/** Finds an object by its name, without painting. Throws as `edit` does. */
export async function findMask(
  pack: Pack,
  bytes: Uint8Array,
  request: MaskRequest,
  hooks: EditHooks = {},
): Promise<MaskResult> {
  const options = parseMaskOptions(request, pack.manifest);
  hooks.onEvent?.({ type: 'stage', stage: 'load' });
  const source = await loadPicture(bytes);
  hooks.onEvent?.({ type: 'stage', stage: 'localise' });
  const { localisation, instances } = await findInstances(pack, source, options, hooks.localisations);
  const mask = pictureMask(pack, source, instances, options);
  return { source, mask, localisation, found: reportOn(instances, mask), options };
}
