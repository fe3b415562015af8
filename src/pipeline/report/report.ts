import type { MaskReport } from '../localise/report.ts';
import type { Pack } from '../models/pack.ts';
import type { EditOptions, MaskOptions } from '../options.ts';
import type { Timings } from '../progress/timings.ts';
import type { Receipt } from './receipt.ts';

/** What a picture was made with: the same version, pack and provider reproduce its bytes. */
interface Origin {
  /** Version of Inlay. */
  readonly inlay: string;
  readonly pack: { readonly name: string; readonly version: string };
  readonly provider: string;
}

/** The report of an edit, as JSON; fields may be added, never renamed. */
export interface EditReport extends Origin {
  readonly recipe: EditOptions;
  readonly mask: MaskReport;
  readonly receipt: Receipt;
  readonly timings: Timings;
}

/** The same of finding alone. */
export interface FindReport extends Origin {
  readonly recipe: MaskOptions;
  readonly mask: MaskReport;
}

/** @param inlay the version, which the pipeline does not know by itself */
export function editReport(
  pack: Pack,
  result: Pick<EditReport, 'recipe' | 'receipt' | 'timings'> & { readonly found: MaskReport },
  inlay: string,
): EditReport {
  const { recipe, found, receipt, timings } = result;
  return { ...originOf(pack, inlay), recipe, mask: found, receipt, timings };
}

export function findReport(
  pack: Pack,
  { options, found }: { readonly options: MaskOptions; readonly found: MaskReport },
  inlay: string,
): FindReport {
  return { ...originOf(pack, inlay), recipe: options, mask: found };
}

function originOf({ manifest, provider }: Pack, inlay: string): Origin {
  return { inlay, pack: { name: manifest.name, version: manifest.version }, provider };
}
