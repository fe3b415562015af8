import { sun } from '../../../synthetic-scenes/scenery.ts';
import { ellipse, rect } from '../../../synthetic-scenes/svg.ts';
import { clouds, DAY, indoors, NIGHT, seaside, starryMoon, street } from '../backdrops.ts';
import { birds } from '../ornaments.ts';
import { type GalleryPicture, LANDSCAPE, PANORAMA, SQUARE } from './formats.ts';

const cat: GalleryPicture = {
  ...LANDSCAPE,
  file: 'cat.png',
  from: 'cat',
  to: 'dog',
  layers: [
    indoors(LANDSCAPE, { wall: ['#cfe3dc', '#dcebe3'], top: '#c99a6b', edge: 500 }, [645, 70, 230, 180]) +
      rect(0, 488, 960, 14, '#ffffff') +
      rect(70, 90, 120, 150, '#ffffff', 6) +
      rect(82, 102, 96, 126, '#f6c7b6', 4) +
      ellipse(405, 628, 330, 62, '#e6b9a8') +
      ellipse(405, 626, 292, 50, '#eeccbd'),
    { name: 'sofa', style: 'noto', x: 808, y: 580, size: 250 },
    { name: 'cactus', style: 'noto', x: 92, y: 556, size: 150 },
    { name: 'cat', style: 'noto', x: 405, y: 626, size: 270 },
    { name: 'basketball', style: 'noto', x: 800, y: 692, size: 84 },
    { name: 'book', style: 'noto', x: 110, y: 690, size: 110 },
  ],
};

const apple: GalleryPicture = {
  ...SQUARE,
  file: 'apple.png',
  from: 'red apple',
  to: 'green apple',
  layers: [
    indoors(SQUARE, { wall: ['#f4dfc4', '#f9ebd6'], top: '#b97b4b', edge: 620 }, [690, 90, 230, 260]),
    { name: 'coffee', style: 'noto', x: 845, y: 700, size: 190 },
    { name: 'lemon', style: 'noto', x: 88, y: 730, size: 118 },
    { name: 'red apple', style: 'noto', x: 410, y: 750, size: 310 },
    { name: 'cheese', style: 'noto', x: 820, y: 930, size: 190 },
    { name: 'grapes', style: 'noto', x: 150, y: 985, size: 130 },
    { name: 'strawberry', style: 'noto', x: 480, y: 965, size: 96 },
  ],
};

const pizza: GalleryPicture = {
  ...SQUARE,
  file: 'pizza.png',
  from: 'pizza',
  to: 'doughnut',
  layers: [
    indoors(SQUARE, { wall: ['#bfd9e8', '#d9e9ee'], top: '#c58a57', edge: 600 }, [80, 70, 260, 200]),
    { name: 'cocktail', style: 'noto', x: 870, y: 700, size: 230 },
    { name: 'pizza', style: 'twemoji', x: 450, y: 740, size: 320 },
    { name: 'tomato', style: 'noto', x: 110, y: 900, size: 140 },
    { name: 'mushroom', style: 'twemoji', x: 280, y: 960, size: 96 },
    { name: 'broccoli', style: 'noto', x: 850, y: 930, size: 150 },
    { name: 'cheese', style: 'fluent-emoji-flat', x: 610, y: 962, size: 110 },
  ],
};

const car: GalleryPicture = {
  ...PANORAMA,
  file: 'car.png',
  from: 'car',
  to: 'bus',
  layers: [
    street(PANORAMA, 380, DAY, 3) + clouds([240, 80, 130], [860, 70, 150]),
    { name: 'tree', style: 'noto', x: 150, y: 404, size: 190, shadow: 0.5 },
    { name: 'tree', style: 'noto', x: 1080, y: 404, size: 210, shadow: 0.5, mirrored: true },
    { name: 'dog', style: 'noto', x: 905, y: 408, size: 92 },
    { name: 'car', style: 'noto', x: 560, y: 484, size: 230 },
    { name: 'bicycle', style: 'noto', x: 175, y: 540, size: 150 },
    { name: 'motorcycle', style: 'noto', x: 1000, y: 560, size: 160 },
  ],
};

const taxi: GalleryPicture = {
  ...PANORAMA,
  file: 'taxi.png',
  from: 'taxi',
  to: 'fire engine',
  layers: [
    street(PANORAMA, 380, NIGHT, 8) + starryMoon({ ...PANORAMA, height: 260 }, 930, 90, 36),
    { name: 'tree', style: 'twemoji', x: 90, y: 404, size: 170, shadow: 0.5 },
    { name: 'cat', style: 'twemoji', x: 980, y: 406, size: 76 },
    { name: 'taxi', style: 'noto', x: 620, y: 492, size: 230 },
    { name: 'bus', style: 'fluent-emoji-flat', x: 230, y: 520, size: 170, mirrored: true },
    { name: 'motorcycle', style: 'twemoji', x: 1030, y: 560, size: 150 },
  ],
};

const helicopter: GalleryPicture = {
  ...PANORAMA,
  file: 'helicopter.png',
  from: 'helicopter',
  to: 'hot air balloon',
  layers: [
    seaside(PANORAMA, 455) +
      sun(1060, 110, 46) +
      clouds([180, 150, 190], [880, 240, 130]) +
      birds(1000, 330, 11),
    { name: 'ship', style: 'noto', x: 1010, y: 520, size: 150, shadow: 0 },
    { name: 'sailboat', style: 'noto', x: 220, y: 545, size: 150, shadow: 0 },
    { name: 'helicopter', style: 'twemoji', x: 560, y: 360, size: 230, shadow: 0 },
    { name: 'dolphin', style: 'noto', x: 690, y: 575, size: 100, shadow: 0 },
  ],
};

/** At home, in town, and at sea. */
export const TOWN: readonly GalleryPicture[] = [cat, apple, pizza, car, taxi, helicopter];
