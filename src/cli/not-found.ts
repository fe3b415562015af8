import { UserError } from '../errors.ts';
import { loadPicture } from '../pipeline/image/load.ts';
import { likelyContents } from '../pipeline/localise/contents.ts';
import { NotFoundError } from '../pipeline/localise/index.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import { understand } from '../pipeline/models/understand.ts';

/**
 * The error to report: of an object that is not there, with what seems to be there instead.
 * @param from as it was typed
 */
export async function withWhatIsSeen(
  error: unknown,
  { pack, bytes, from }: { pack: Pack; bytes: Uint8Array; from: string },
): Promise<unknown> {
  if (!(error instanceof NotFoundError)) return error;
  const absent = understand(pack.manifest, 'from', from)?.words ?? from;
  const seen = await likelyContents(pack, await loadPicture(bytes), absent);
  if (seen.length === 0) return error;
  const words = seen.map(({ word }) => word).join(', ');
  return new UserError('not-found', `${error.message} It seems to show: ${words}.`, { cause: error });
}
