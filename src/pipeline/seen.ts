import type { Picture } from './image/picture.ts';
import type { Pack } from './models/pack.ts';

export async function whatIsSeen(_pack: Pack, _picture: Picture): Promise<{ word: string; score: number }[]> {
  return [];
}
