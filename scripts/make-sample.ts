import { checkFree, paint, writePng } from './pictures/picture.ts';
import { SAMPLE } from './pictures/sample.ts';

/** Paints `assets/sample.png`. */

const picture = await paint(SAMPLE);

const bytes = await writePng(picture, 'assets/sample.png');
const box = checkFree(picture, 'horse');
console.log(`assets/sample.png: ${Math.round(bytes / 1024)} KB, the horse at`, box);
