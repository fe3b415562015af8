import type { Picture } from '../picture.ts';

/** A picture to edit: what to replace and by what. */
export interface GalleryPicture extends Picture {
  file: string;
  from: string;
  to: string;
}

export const LANDSCAPE = { width: 960, height: 720 };
export const SQUARE = { width: 1000, height: 1000 };
export const PANORAMA = { width: 1200, height: 600 };
export const PORTRAIT = { width: 720, height: 960 };
