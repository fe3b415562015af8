import { png } from './discord.ts';
import { meadow, sharpOf } from './pictures.ts';

let horse: Promise<Buffer> | undefined;

/** A small picture with one large horse: found and painted in a second or two. */
export const horseBytes = (): Promise<Buffer> => {
  horse ??= meadow(192, 160, { name: 'horse', size: 110 }).then(scene => sharpOf(scene).png().toBuffer());
  return horse;
};

export const horsePicture = async (filename = 'horse.png') => png(await horseBytes(), filename);

let plain: Promise<Buffer> | undefined;

/** The same meadow with nothing on it. */
export const emptyPicture = async () => {
  plain ??= meadow(192, 160).then(scene => sharpOf(scene).png().toBuffer());
  return png(await plain, 'meadow.png');
};
