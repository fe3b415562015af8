import { seededRandom } from '../../synthetic-scenes/random.ts';
import { cloud, hills, sky, sun } from '../../synthetic-scenes/scenery.ts';
import { faded, line, path } from '../../synthetic-scenes/svg.ts';
import { airBalloon, birds, bush, fence, flower, grass, tulip } from './ornaments.ts';
import type { Layer, Picture } from './picture.ts';

const SIZE = { width: 1280, height: 800 };
const random = seededRandom(12);

const weather = [
  sky({ ...SIZE, height: 470 }, '#6fc3f4', '#f1faf4'),
  sun(168, 128, 52, '#ffd64f', '#fff2b8'),
  cloud(400, 150, 190),
  cloud(640, 92, 130, '#ffffff', 0.8),
  cloud(830, 215, 150, '#ffffff', 0.75),
  cloud(1180, 240, 170, '#ffffff', 0.85),
  birds(520, 205, 11),
  airBalloon(1030, 118, 62, ['#ffd35c', '#ee5d50']),
  airBalloon(760, 190, 22, ['#ffffff', '#4f9fd8']),
].join('');

const farHills = [
  hills(SIZE, random, { crest: 350, swell: 34, stride: 330, fill: '#a9d8b4' }),
  hills(SIZE, random, { crest: 392, swell: 26, stride: 270, fill: '#93cd88' }),
  hills(SIZE, random, { crest: 436, swell: 14, stride: 420, fill: '#84c66f' }),
].join('');

/** The way to the house: wide where it leaves the picture, narrow at the door. */
const lane = [
  path(
    'M1000 458 C1008 506 906 524 904 592 C902 662 970 700 1000 800 L1170 800 C1130 700 1000 652 988 590 C976 530 1042 504 1018 458 Z',
    '#ecd9a6',
  ),
  faded(0.5, line('M1009 462 C1024 510 940 530 946 592 C952 660 1040 690 1082 800', '#f6ead0', 9)),
].join('');

const meadow = hills(SIZE, random, { crest: 482, swell: 8, stride: 460, fill: '#76bf5c' });

/** Grass grows neither around the horse nor on the lane. */
const clear = (x: number, y: number) =>
  !(x > 200 && x < 750 && y > 260) && !(x > 880 && x < 1160) && !(x > 1070 && x < 1250 && y > 600 && y < 660);
const turf = { left: 8, right: 1272, top: 520, bottom: 770, count: 130, size: 17, colour: '#5faa4a' };

const garden = [
  flower(26, 742, 30, '#ffffff'),
  flower(74, 772, 38, '#ff8fb1'),
  flower(122, 756, 28, '#ffffff'),
  flower(168, 782, 34, '#b58cf0'),
  flower(22, 800, 34, '#ffd75e', '#e0812f'),
  flower(122, 804, 34, '#ffffff'),
  flower(208, 800, 26, '#ff8fb1'),
  tulip(1186, 780, 36, '#ee5d6c'),
  tulip(1226, 764, 32, '#ffb13d'),
  tulip(1262, 786, 40, '#ee5d6c'),
  tulip(1214, 806, 36, '#f78fb3'),
  flower(892, 796, 26, '#ffffff'),
  flower(930, 784, 22, '#ffd75e', '#e0812f'),
].join('');

const layers: Layer[] = [
  weather + farHills,
  { name: 'pine tree', style: 'noto', x: 800, y: 424, size: 62, shadow: 0.6 },
  { name: 'pine tree', style: 'noto', x: 838, y: 428, size: 80, shadow: 0.6 },
  { name: 'tree', style: 'noto', x: 905, y: 452, size: 128, shadow: 0.6 },
  { name: 'house', style: 'noto', x: 1010, y: 462, size: 172, shadow: 0 },
  { name: 'tree', style: 'noto', x: 1130, y: 458, size: 142, shadow: 0.6, mirrored: true },
  meadow + lane + grass(random, turf, clear),
  fence(1052, 514, 250, 44, -4) + bush(1092, 472, 64, '#4f9d45', '#67b457'),
  { name: 'tree', style: 'noto', x: 98, y: 520, size: 190, shadow: 0.6 },
  { name: 'sheep', style: 'noto', x: 832, y: 574, size: 96 },
  { name: 'tractor', style: 'noto', x: 1160, y: 642, size: 156 },
  { name: 'horse', style: 'twemoji', x: 478, y: 672, size: 320 },
  { name: 'pig', style: 'noto', x: 104, y: 680, size: 150, mirrored: true },
  { name: 'chick', style: 'noto', x: 790, y: 712, size: 56, drawing: 1, mirrored: true },
  { name: 'chick', style: 'noto', x: 852, y: 738, size: 76 },
  { name: 'butterfly', style: 'noto', x: 1196, y: 706, size: 38, shadow: 0 },
  garden,
];

/** The picture that `npm run demo` edits: a horse on a farm meadow. */
export const SAMPLE: Picture = { ...SIZE, layers };
