import { seededRandom } from '../../../synthetic-scenes/random.ts';
import { specks, sun } from '../../../synthetic-scenes/scenery.ts';
import { clouds, landscape, ridges, seaside, starryMoon } from '../backdrops.ts';
import { birds, bush, fence, flower, grass, stone, tulip } from '../ornaments.ts';
import { type GalleryPicture, LANDSCAPE, PORTRAIT } from './formats.ts';

const lawn = (
  bottom: number,
  top: number,
  width: number,
  colour: string,
  free: (x: number, y: number) => boolean,
) => grass(seededRandom(5), { left: 10, right: width - 10, top, bottom, count: 90, size: 16, colour }, free);

const rose: GalleryPicture = {
  ...PORTRAIT,
  file: 'rose.png',
  from: 'rose',
  to: 'sunflower',
  layers: [
    landscape(
      PORTRAIT,
      ['#8fd0f0', '#fff4e2'],
      [
        { crest: 520, fill: '#b9dfae' },
        { crest: 600, fill: '#9ad184' },
        { crest: 700, fill: '#83c467' },
      ],
    ) +
      sun(590, 130, 46) +
      clouds([170, 130, 170], [420, 90, 100]) +
      lawn(950, 740, 720, '#6aaf52', (x, y) => y > 820 || x < 80 || x > 640),
    { name: 'honeybee', style: 'noto', x: 600, y: 300, size: 84, shadow: 0 },
    { name: 'butterfly', style: 'noto', x: 110, y: 290, size: 92, shadow: 0 },
    { name: 'rose', style: 'noto', x: 360, y: 760, size: 310 },
    { name: 'snail', style: 'noto', x: 120, y: 950, size: 96, mirrored: true },
    { name: 'ladybug', style: 'noto', x: 560, y: 924, size: 66 },
    flower(40, 850, 34, '#ffffff') +
      flower(676, 860, 38, '#ff9dbb') +
      tulip(640, 950, 42, '#f2a33c') +
      stone(330, 930, 60),
  ],
};

const cow: GalleryPicture = {
  ...LANDSCAPE,
  file: 'cow.png',
  from: 'cow',
  to: 'tiger',
  layers: [
    landscape(
      LANDSCAPE,
      ['#78c4ee', '#f4faf0'],
      [
        { crest: 300, fill: '#bcd8c9', swell: 40 },
        { crest: 380, fill: '#b5d98f' },
        { crest: 440, fill: '#9bcd6c' },
      ],
    ) +
      clouds([180, 130, 180], [520, 90, 120], [840, 150, 150]) +
      lawn(700, 480, 960, '#84b857', (x, y) => x < 180 || (x > 690 && y > 480)),
    { name: 'tree', style: 'twemoji', x: 830, y: 440, size: 200, shadow: 0.5 },
    fence(672, 478, 300, 46) + bush(90, 462, 150, '#6fae4f', '#86c163'),
    { name: 'cow', style: 'fluent-emoji-flat', x: 420, y: 602, size: 280 },
    { name: 'rooster', style: 'noto', x: 800, y: 600, size: 120 },
    { name: 'chick', style: 'twemoji', x: 730, y: 660, size: 62 },
    { name: 'duck', style: 'noto', x: 105, y: 640, size: 110, mirrored: true },
    flower(40, 712, 30, '#ffffff') +
      flower(160, 716, 34, '#ffd75e', '#e0812f') +
      flower(900, 700, 34, '#ff9dbb'),
  ],
};

const banana: GalleryPicture = {
  ...LANDSCAPE,
  file: 'banana.png',
  from: 'banana',
  to: 'pineapple',
  layers: [
    seaside(LANDSCAPE, 270, 450) +
      sun(130, 110, 44) +
      clouds([420, 120, 170], [740, 90, 130]) +
      birds(560, 190, 10),
    { name: 'sailboat', style: 'noto', x: 150, y: 330, size: 120, shadow: 0 },
    { name: 'palm tree', style: 'twemoji', x: 802, y: 556, size: 300, shadow: 0.5 },
    { name: 'banana', style: 'noto', x: 440, y: 610, size: 250 },
    { name: 'crab', style: 'noto', x: 120, y: 640, size: 120 },
    { name: 'ball', style: 'noto', x: 760, y: 692, size: 96 },
  ],
};

const ghost: GalleryPicture = {
  ...PORTRAIT,
  file: 'ghost.png',
  from: 'ghost',
  to: 'snowman',
  layers: [
    landscape(PORTRAIT, ['#1d1f52', '#8a5f9e'], [{ crest: 352, fill: '#4a3f78', swell: 22 }]) +
      starryMoon({ ...PORTRAIT, height: 600 }, 150, 130, 52),
    { name: 'castle', style: 'noto', x: 575, y: 352, size: 170, shadow: 0 },
    ridges(PORTRAIT, [
      { crest: 350, fill: '#413769', swell: 10 },
      { crest: 520, fill: '#382f5c' },
      { crest: 720, fill: '#2f284f' },
    ]),
    { name: 'bat', style: 'noto', x: 330, y: 210, size: 110, shadow: 0 },
    { name: 'ghost', style: 'twemoji', x: 360, y: 740, size: 260, shadow: 0 },
    { name: 'pumpkin', style: 'noto', x: 638, y: 920, size: 126 },
    { name: 'pumpkin', style: 'noto', x: 82, y: 880, size: 104 },
    { name: 'mushroom', style: 'noto', x: 300, y: 942, size: 62 },
  ],
};

const pineTree: GalleryPicture = {
  ...LANDSCAPE,
  file: 'pine-tree.png',
  from: 'pine tree',
  to: 'palm tree',
  layers: [
    landscape(
      LANDSCAPE,
      ['#8fb9e4', '#eef6fb'],
      [
        { crest: 330, fill: '#cddff0', swell: 44 },
        { crest: 430, fill: '#e0ecf6' },
        { crest: 500, fill: '#f1f7fb' },
      ],
    ) +
      clouds([200, 120, 150], [640, 90, 130]) +
      specks({ width: 960, height: 700 }, seededRandom(8), 60, 3.4, '#ffffff'),
    { name: 'house', style: 'noto', x: 830, y: 438, size: 170, shadow: 0.7 },
    { name: 'pine tree', style: 'noto', x: 430, y: 610, size: 300, shadow: 0.5 },
    { name: 'snowman', style: 'noto', x: 800, y: 650, size: 180, shadow: 0.6 },
    { name: 'fox', style: 'noto', x: 95, y: 560, size: 96 },
    { name: 'rabbit', style: 'noto', x: 120, y: 680, size: 104 },
    { name: 'gift', style: 'noto', x: 716, y: 704, size: 70 },
  ],
};

const house: GalleryPicture = {
  ...LANDSCAPE,
  file: 'house.png',
  from: 'house',
  to: 'castle',
  layers: [
    landscape(
      LANDSCAPE,
      ['#f7b98b', '#fff0cf'],
      [
        { crest: 340, fill: '#c9c08f', swell: 40 },
        { crest: 430, fill: '#aebf74' },
        { crest: 520, fill: '#93b35c' },
      ],
    ) +
      sun(800, 230, 54, '#ffe08a', '#fff3c9') +
      clouds([180, 110, 160], [480, 80, 120]) +
      birds(640, 120, 10, '#a5765a'),
    { name: 'tree', style: 'noto', x: 110, y: 540, size: 210, shadow: 0.6 },
    { name: 'tree', style: 'fluent-emoji-flat', x: 772, y: 500, size: 160, shadow: 0.5 },
    { name: 'tree', style: 'fluent-emoji-flat', x: 855, y: 530, size: 196, shadow: 0.5 },
    { name: 'house', style: 'noto', x: 470, y: 560, size: 280, shadow: 0.95 },
    { name: 'dog', style: 'noto', x: 130, y: 680, size: 120 },
    { name: 'bicycle', style: 'noto', x: 820, y: 670, size: 150 },
    flower(260, 716, 32, '#ffffff') +
      flower(310, 704, 28, '#ff9d6b') +
      tulip(650, 716, 36, '#e85f5f') +
      tulip(700, 708, 32, '#f2b33c'),
  ],
};

/** Out of doors. */
export const COUNTRY: readonly GalleryPicture[] = [rose, cow, banana, ghost, pineTree, house];
