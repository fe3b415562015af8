/**
 * The lists of objects that a pack can be trained on, by the names that `--things` takes. `basic` are the 184
 * of the benchmarks' scenes; `wide` are these and more: the committed pack's. A new object is a word here,
 * and an icon in `ICONS` where the sets call it something else; `test/training/objects.test.ts` says whether
 * the sets draw it.
 */
import { iconsOf as basicIconsOf, KINDS, NAMES } from '../../synthetic-scenes/names.ts';

const listed = (text: string): readonly string[] => text.split(',').map(name => name.trim());

const ANIMALS =
  listed(`badger, beaver, beetle, bison, boar, cockroach, cricket, dodo, donkey, dove, fly, goose,
  hamster, jellyfish, lizard, mammoth, moose, mosquito, orangutan, orca, otter, oyster, polar bear, raccoon, scorpion,
  seal, shrimp, skunk, sloth, worm`);
const NATURE =
  listed(`shell, hyacinth, lotus, potted plant, fallen leaf, shamrock, nest, cloud, rainbow, snowflake,
  sun, moon, planet, globe, comet, fire, tornado, wave, mountain, volcano, island`);
const FOOD =
  listed(`bacon, bagel, baguette, bell pepper, blueberries, bubble tea, burrito, butter, candy, chestnut,
  chili pepper, chocolate, coconut, croissant, cucumber, cupcake, custard, dumpling, egg, fried egg, fortune cookie,
  garlic, honey, ice cube, juice box, kiwi, lettuce, lime, mango, meat, milk, olive, onion, pancakes, peanuts, pie,
  popcorn, potato, chicken leg, pretzel, rice, rice ball, salad, salt, sandwich, soda, soup, spaghetti, steak, stew,
  sweet potato, taco, teapot, tropical drink, waffle`);
const VEHICLES =
  listed(`rickshaw, pickup truck, van, jeep, scooter, kick scooter, tram, monorail, bullet train,
  cable car, wheelchair, sled, canoe, ferry, satellite, flying saucer, parachute, shopping cart`);
const BUILDINGS =
  listed(`factory, hospital, school, bank, hotel, stadium, mosque, hut, fountain, ferris wheel,
  circus tent, tower, door, window`);
const CLOTHES =
  listed(`cap, helmet, military helmet, graduation cap, sun hat, bow, glasses, sunglasses, goggles,
  scarf, gloves, coat, socks, jeans, shorts, bikini, swimsuit, kimono, necktie, high heel, sandal, boot, hiking boot,
  ice skate, roller skate, purse, briefcase, suitcase, ring, watch`);
const TOOLS =
  listed(`axe, hammer, wrench, screwdriver, saw, shovel, ladder, magnet, gear, toolbox, broom, bucket, soap,
  bathtub, toilet, toothbrush, mirror, flashlight, knife, spoon, chopsticks, scissors, paperclip, pencil, pen, crayon,
  paintbrush, palette, newspaper, envelope, mailbox, box, anchor, lock, bell, bomb, sword, shield, wheel, stop sign,
  traffic light`);
const GADGETS =
  listed(`phone, telephone, radio, microphone, headphones, printer, keyboard, game controller, battery,
  alarm clock, hourglass, compass, telescope, microscope, syringe, pill, movie camera`);
const GAMES =
  listed(`baseball, football, volleyball, tennis racket, bowling pins, boxing glove, fishing rod, skis,
  skateboard, medal, kite, yo-yo, dice, magic wand, crystal ball, boomerang, dartboard, puzzle piece, nesting dolls,
  saxophone, accordion, banjo, harp, flute, piano, maracas, coin, money bag, credit card, skull, feather, bone`);

/** As in `synthetic-scenes/names.ts`: icons whose name is not the thing's own. */
const ICONS: Readonly<Record<string, readonly string[]>> = {
  shell: ['spiral-shell'],
  nest: ['nest-with-eggs', 'empty-nest'],
  moon: ['crescent-moon', 'full-moon'],
  planet: ['ringed-planet'],
  globe: ['globe-showing-europe-africa', 'globe-showing-americas', 'globe-showing-asia-australia'],
  wave: ['water-wave'],
  mountain: ['snow-capped-mountain', 'mountain'],
  island: ['desert-island'],
  baguette: ['baguette-bread'],
  'chili pepper': ['hot-pepper'],
  chocolate: ['chocolate-bar'],
  'fried egg': ['cooking'],
  honey: ['honey-pot'],
  'ice cube': ['ice'],
  'juice box': ['beverage-box'],
  kiwi: ['kiwi-fruit'],
  lettuce: ['leafy-green'],
  meat: ['meat-on-bone'],
  milk: ['glass-of-milk'],
  'chicken leg': ['poultry-leg'],
  rice: ['cooked-rice'],
  salad: ['green-salad'],
  soda: ['cup-with-straw'],
  soup: ['steaming-bowl'],
  steak: ['cut-of-meat'],
  stew: ['pot-of-food'],
  'sweet potato': ['roasted-sweet-potato'],
  rickshaw: ['auto-rickshaw'],
  van: ['minibus'],
  jeep: ['sport-utility-vehicle'],
  scooter: ['motor-scooter'],
  'cable car': ['aerial-tramway', 'mountain-cableway'],
  wheelchair: ['manual-wheelchair', 'motorized-wheelchair'],
  tower: ['tokyo-tower'],
  cap: ['billed-cap'],
  helmet: ['rescue-workers-helmet'],
  'sun hat': ['womans-hat'],
  bow: ['ribbon'],
  swimsuit: ['one-piece-swimsuit'],
  'high heel': ['high-heeled-shoe'],
  sandal: ['womans-sandal', 'thong-sandal'],
  boot: ['womans-boot'],
  suitcase: ['luggage'],
  saw: ['carpentry-saw'],
  knife: ['kitchen-knife'],
  palette: ['artist-palette'],
  mailbox: ['closed-mailbox-with-raised-flag', 'open-mailbox-with-raised-flag'],
  box: ['package'],
  lock: ['locked'],
  sword: ['dagger'],
  'traffic light': ['vertical-traffic-light', 'horizontal-traffic-light'],
  phone: ['mobile-phone'],
  headphones: ['headphone'],
  'game controller': ['video-game'],
  hourglass: ['hourglass-not-done', 'hourglass-done'],
  football: ['american-football'],
  'tennis racket': ['tennis'],
  'bowling pins': ['bowling'],
  'fishing rod': ['fishing-pole'],
  medal: ['sports-medal', 'military-medal'],
  dice: ['game-die'],
  dartboard: ['bullseye'],
  piano: ['musical-keyboard'],
};

export const OBJECTS = {
  basic: NAMES,
  wide: [
    ...NAMES,
    ...ANIMALS,
    ...NATURE,
    ...FOOD,
    ...VEHICLES,
    ...BUILDINGS,
    ...CLOTHES,
    ...TOOLS,
    ...GADGETS,
    ...GAMES,
  ],
};

export type ListName = keyof typeof OBJECTS;

/** The icons that draw an object of any list, the default one first. */
export const iconsOf = (name: string): readonly string[] => ICONS[name] ?? basicIconsOf(name);

/**
 * Who does what in a picture of two objects ("a zebra wearing a top hat",
 * docs/adr/0010-the-built-in-pack.md). Anything may stand beside anything.
 */
export const ROLES = {
  wearers: [
    ...KINDS.walkers,
    ...ANIMALS,
    ...listed('bird, eagle, owl, parrot, teddy bear, robot, snowman, ghost'),
  ],
  worn: listed('top hat, crown, cap, helmet, military helmet, graduation cap, sun hat, bow'),
  /** What the sets draw as "hot air balloon" is one on a string. */
  held: listed(`umbrella, hot air balloon, rose, tulip, sunflower, bouquet, lollipop, ice cream, candy, pizza, hamburger,
    guitar, violin, trumpet, candle, gift, book, key, trophy, camera, lamp, broom, axe, hammer, sword, shield, kite,
    magic wand, microphone, paintbrush, pencil, coffee, cocktail`),
};
