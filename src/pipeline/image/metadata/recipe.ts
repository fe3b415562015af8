import { z } from 'zod';
import { UserError } from '../../../errors.ts';

/** An edit's options with the pack they were made on: enough to make the same picture again. */
export interface SignedRecipe {
  readonly pack: { readonly name: string; readonly version: string };
  /** As they are written down: `parseOptions` checks them. */
  readonly recipe: { readonly from: string; readonly to: string; readonly [option: string]: unknown };
}

/** Marks a picture as made in part by a trained model (IPTC NewsCodes, digital source type). */
const SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia';
const NAMESPACE = 'https://inlay.invalid/ns/1.0/';

/** The recipe as an XMP packet, to be embedded in the picture. */
export function recipeXmp(signed: SignedRecipe): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:inlay="${NAMESPACE}"
 Iptc4xmpExt:DigitalSourceType="${SOURCE_TYPE}">
<inlay:recipe>${escapeXml(JSON.stringify(signed))}</inlay:recipe>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
}

const signedSchema = z.looseObject({
  // A recipe comes with a picture from anywhere: it may name a pack, and no folder of this machine.
  pack: z.looseObject({ name: z.string().regex(/^[a-z0-9-]+$/), version: z.string() }),
  recipe: z.looseObject({ from: z.string(), to: z.string() }),
});

/**
 * Reads the recipe out of an XMP packet or out of a `report.json`; its options are checked again when they
 * are used. Throws `UserError('bad-option')` when there is none.
 */
export function readRecipe(text: string): SignedRecipe {
  const embedded = between(text, '<inlay:recipe>', '</inlay:recipe>');
  try {
    const json: unknown = JSON.parse(embedded === undefined ? text : unescapeXml(embedded));
    const { pack, recipe } = signedSchema.parse(json);
    return { pack, recipe };
  } catch (cause) {
    throw new UserError(
      'bad-option',
      'There is no recipe in that file: use a report.json or a picture made by Inlay.',
      {
        cause,
      },
    );
  }
}

/** The text between the first `open` and the next `close`, in one pass. */
function between(text: string, open: string, close: string): string | undefined {
  const start = text.indexOf(open);
  const end = start < 0 ? -1 : text.indexOf(close, start);
  return end < 0 ? undefined : text.slice(start + open.length, end);
}

const ENTITIES = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
] as const;

const escapeXml = (text: string) =>
  ENTITIES.reduce((t, [plain, entity]) => t.replaceAll(plain, entity), text);
const unescapeXml = (text: string) =>
  ENTITIES.toReversed().reduce((t, [plain, entity]) => t.replaceAll(entity, plain), text);
