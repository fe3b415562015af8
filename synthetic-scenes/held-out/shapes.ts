/**
 * Objects as anybody would draw them in a minute: flat shapes in three colours, or outlines on white. Markup
 * in a square of 100; `a` is the main colour, `b` the second, `c` the dark one.
 */
export const OWN_SIDE = 100;

const SHAPES: Readonly<Record<string, string>> = {
  house: `<path class="a" d="M14 46H86V92H14Z"/><path class="b" d="M6 48 50 10 94 48Z"/><path class="c" d="M42 62H60V92H42Z"/>
    <path class="b" d="M22 56H36V70H22Z"/>`,
  tree: '<path class="c" d="M43 58H57V94H43Z"/><circle class="a" cx="50" cy="36" r="30"/>',
  'pine tree': `<path class="c" d="M44 78H56V95H44Z"/><path class="a" d="M50 5 74 36H62L82 60H68L88 80H12L32 60H18L38 36H26Z"/>`,
  star: '<path class="a" d="M50 6 61 38H95L67 58 78 92 50 71 22 92 33 58 5 38H39Z"/>',
  heart: '<path class="a" d="M50 90C10 60 4 40 12 24 22 8 42 12 50 30 58 12 78 8 88 24 96 40 90 60 50 90Z"/>',
  fish: `<path class="b" d="M66 50 95 26V74Z"/><ellipse class="a" cx="42" cy="50" rx="37" ry="24"/>
    <circle class="c" cx="22" cy="44" r="4"/>`,
  sailboat: `<path class="b" d="M46 8V64H12Z"/><path class="a" d="M52 16V64H86Z"/><path class="c" d="M6 68H94L80 90H20Z"/>`,
  umbrella: `<path class="c" d="M47 44H53V84A10 10 0 0 1 33 84H39A4 4 0 0 0 47 84Z"/>
    <path class="a" d="M6 50A44 42 0 0 1 94 50L79 44 64 50 50 44 36 50 21 44Z"/>`,
  mushroom: `<path class="b" d="M38 52H62L66 92H34Z"/><path class="a" d="M6 54A44 44 0 0 1 94 54Z"/>
    <circle class="b" cx="36" cy="36" r="7"/><circle class="b" cx="64" cy="32" r="6"/>`,
  car: `<path class="a" d="M4 56 22 52 34 32H68L82 52 96 56V76H4Z"/><path class="b" d="M30 52 39 38H48V52ZM54 52V38H64L73 52Z"/>
    <circle class="c" cx="26" cy="76" r="11"/><circle class="c" cx="74" cy="76" r="11"/>`,
  sun: `<path class="b" d="M50 2 58 20 77 11 74 32 95 35 82 50 95 65 74 68 77 89 58 80 50 98 42 80 23 89 26 68 5 65 18 50 5 35 26 32 23 11 42 20Z"/>
    <circle class="a" cx="50" cy="50" r="26"/>`,
  moon: '<path class="a" d="M62 6A45 45 0 1 0 94 72 40 40 0 0 1 62 6Z"/>',
  cloud: `<path class="a" d="M24 78A18 18 0 0 1 22 42 22 22 0 0 1 60 30 20 20 0 0 1 84 46 16 16 0 0 1 80 78Z"/>`,
  snowman: `<circle class="a" cx="50" cy="70" r="25"/><circle class="a" cx="50" cy="32" r="18"/><path class="b" d="M50 32 72 37 50 39Z"/>
    <circle class="c" cx="44" cy="26" r="3"/><circle class="c" cx="57" cy="26" r="3"/><path class="c" d="M34 16H66V11H60V2H40V11H34Z"/>`,
  'ice cream': '<path class="b" d="M28 44H72L50 96Z"/><circle class="a" cx="50" cy="30" r="25"/>',
  candle: `<path class="a" d="M36 40H64V92H36Z"/><path class="c" d="M48 30H52V40H48Z"/><path class="b" d="M50 6C62 20 58 32 50 32 42 32 38 20 50 6Z"/>`,
  cactus: `<path class="a" d="M40 94V16A10 10 0 0 1 60 16V56H68V36A7 7 0 0 1 82 36V70H60V94ZM40 66H18V44A6 6 0 0 1 30 44V54H40Z"/>`,
  bicycle: `<path class="c" d="M22 50A20 20 0 1 0 23 50ZM22 57A13 13 0 1 1 21 57ZM78 50A20 20 0 1 0 79 50ZM78 57A13 13 0 1 1 77 57Z" fill-rule="evenodd"/>
    <path class="a" d="M20 72 34 38 29 38V32H45V38H40L38 44H62L59 36H54V31H68V36H65L80 70 75 72 66 52 50 74H20ZM29 68H45L34 53ZM39 49 51 66 62 49Z" fill-rule="evenodd"/>`,
};

const LOOKS = {
  flat: '.a{fill:@main}.b{fill:@second}.c{fill:@dark}',
  outline:
    '.a,.b{fill:#fff}.c{fill:#fff}path,circle,ellipse{stroke:@dark;stroke-width:3.5;stroke-linejoin:round}',
} as const;

/** The objects that are drawn here. */
export const OWN_OBJECTS: readonly string[] = Object.keys(SHAPES);

/** The names of the drawings of an object. */
export const ownDrawings = (name: string): readonly string[] =>
  SHAPES[name] === undefined ? [] : Object.keys(LOOKS).map(look => `${look}:${name}`);

/** @param key one of `ownDrawings` */
export function ownDrawing(key: string): string {
  const [look, name] = key.split(':') as [keyof typeof LOOKS, string];
  return `<style>${LOOKS[look]}</style>${SHAPES[name]}`;
}
