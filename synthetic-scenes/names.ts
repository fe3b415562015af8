/**
 * The objects the scenes are made of: 184 of the names that the built-in pack finds;
 * `training/art/objects.ts` has the others. Every list is one kind of place where such an object plausibly
 * is.
 */
const WALKERS = `horse, zebra, cow, tiger, elephant, pig, cat, dog, goat, sheep, ram, camel, giraffe, lion, unicorn,
  leopard, water buffalo, ox, poodle, rabbit, mouse, rat, rooster, chicken, chick, penguin, duck, turtle, snake,
  crocodile, snail, bug, ant, spider, dragon, koala, panda, bear, monkey, frog, wolf, fox, deer, hedgehog, squirrel,
  kangaroo, llama, flamingo, peacock, swan, gorilla, rhinoceros, hippopotamus, turkey, dinosaur, crab, lobster`;
const SWIMMERS = 'fish, tropical fish, blowfish, dolphin, whale, spouting whale, octopus, shark, squid';
const FLYERS = `bird, honeybee, ladybug, bat, eagle, owl, butterfly, parrot, helicopter, airplane, rocket,
  hot air balloon, ghost, star, heart`;
const PLANTS = `rose, tulip, sunflower, hibiscus, blossom, cherry blossom, bouquet, cactus, palm tree, pine tree, tree,
  mushroom, christmas tree, seedling, clover, maple leaf`;
const FOOD = `red apple, green apple, pear, peach, lemon, banana, watermelon, grapes, strawberry, cherries, pineapple,
  melon, orange, tomato, eggplant, corn, avocado, broccoli, carrot, bread, cheese, hamburger, pizza, french fries,
  hot dog, sushi, doughnut, cookie, birthday cake, cake, ice cream, lollipop, coffee, beer, wine, cocktail`;
const VEHICLES = `car, taxi, bus, fire engine, ambulance, police car, truck, tractor, bicycle, motorcycle, train,
  racing car`;
const BOATS = 'sailboat, speedboat, ship';
const BUILDINGS = 'house, castle, church, tent';
const OBJECTS = `umbrella, ball, basketball, guitar, violin, trumpet, drum, clock, camera, television, computer, laptop,
  lamp, candle, crown, gift, teddy bear, robot, snowman, pumpkin, backpack, chair, bed, sofa, key, trophy, diamond,
  top hat, shoe, dress, t-shirt, book`;

const listed = (text: string): readonly string[] => text.split(',').map(name => name.trim());

/** Names by the kind of object, which decides where it is put: see `compose.ts`. */
export const KINDS = {
  walkers: listed(WALKERS),
  swimmers: listed(SWIMMERS),
  flyers: listed(FLYERS),
  plants: listed(PLANTS),
  food: listed(FOOD),
  vehicles: listed(VEHICLES),
  boats: listed(BOATS),
  buildings: listed(BUILDINGS),
  objects: listed(OBJECTS),
} as const;

export type ObjectKind = keyof typeof KINDS;

/** All 184 names. */
export const NAMES: readonly string[] = Object.values(KINDS).flat();

/**
 * Icons whose name is not the object's own with hyphens for spaces; several are several drawings of one
 * object.
 */
const ICONS: Readonly<Record<string, readonly string[]>> = {
  sheep: ['ewe'],
  camel: ['camel', 'two-hump-camel'],
  chick: ['front-facing-baby-chick', 'baby-chick'],
  ladybug: ['lady-beetle'],
  squirrel: ['chipmunk'],
  dinosaur: ['sauropod', 't-rex'],
  'pine tree': ['evergreen-tree'],
  tree: ['deciduous-tree'],
  clover: ['four-leaf-clover'],
  orange: ['tangerine'],
  corn: ['ear-of-corn'],
  cheese: ['cheese-wedge'],
  cake: ['shortcake'],
  'ice cream': ['ice-cream', 'soft-ice-cream'],
  coffee: ['hot-beverage'],
  beer: ['beer-mug'],
  wine: ['wine-glass'],
  cocktail: ['cocktail-glass'],
  car: ['automobile'],
  truck: ['delivery-truck', 'articulated-lorry'],
  airplane: ['airplane', 'small-airplane'],
  speedboat: ['speedboat', 'motor-boat'],
  ship: ['ship', 'passenger-ship'],
  train: ['locomotive'],
  'hot air balloon': ['balloon'],
  ball: ['soccer-ball'],
  clock: ['mantelpiece-clock'],
  computer: ['desktop-computer'],
  lamp: ['light-bulb'],
  gift: ['wrapped-gift'],
  snowman: ['snowman-without-snow', 'snowman'],
  pumpkin: ['jack-o-lantern'],
  chair: ['chair', 'seat'],
  sofa: ['couch-and-lamp'],
  heart: ['red-heart', 'heart-suit'],
  diamond: ['gem-stone'],
  shoe: ['running-shoe'],
  book: ['open-book', 'closed-book'],
};

/** The icons of an object, the default one first. */
export function iconsOf(name: string): readonly string[] {
  return ICONS[name] ?? [name.replaceAll(' ', '-')];
}

const listedRows = (text: string): readonly (readonly string[])[] => text.trim().split('\n').map(listed);

/** Groups whose members one could rightly, or at a glance, call by each other's names. */
const KIN = listedRows(`
  car, taxi, police car, racing car
  truck, fire engine, ambulance
  sailboat, speedboat, ship
  dog, poodle
  cow, ox, water buffalo
  sheep, ram, goat
  camel, llama
  horse, unicorn
  tiger, leopard
  mouse, rat
  wolf, fox
  rooster, chicken, chick, turkey
  bird, chick, duck, eagle, owl, parrot, swan, flamingo, peacock, penguin
  fish, tropical fish, blowfish
  whale, spouting whale, dolphin
  octopus, squid
  crab, lobster
  bug, honeybee, ladybug, ant
  bear, teddy bear, panda, koala
  rose, tulip, bouquet
  hibiscus, blossom, cherry blossom, sunflower
  tree, palm tree, pine tree, christmas tree
  seedling, clover
  red apple, green apple, peach, tomato
  cherries, strawberry
  lemon, orange, melon
  cake, birthday cake
  beer, wine, cocktail
  ball, basketball
  guitar, violin
  computer, laptop, television
  house, church, castle
  dress, t-shirt`);

/** Whether a picture of the one may also be called the other: such pairs have no objective ground truth. */
export function areKin(a: string, b: string): boolean {
  return a === b || KIN.some(group => group.includes(a) && group.includes(b));
}

/** Objects that are not the same, but are often mistaken for each other. */
const ALIKE = listedRows(`
  horse, zebra
  dog, cat
  cow, horse
  cat, tiger
  wolf, dog
  bicycle, motorcycle
  bus, train
  car, truck
  taxi, bus
  orange, basketball
  lion, tiger
  pear, avocado
  lemon, banana
  tree, broccoli
  whale, shark
  rabbit, mouse
  umbrella, mushroom
  ghost, snowman
  beer, coffee
  rocket, airplane
  crab, spider
  rose, hibiscus
  sailboat, tent
  house, tent
  pizza, cheese
  heart, strawberry
  cake, hamburger
  book, gift
  camera, television
  bird, airplane
  star, blossom
  lamp, pear
  carrot, ice cream`);

/** What an object is often taken for. */
export const alikeTo = (name: string): readonly string[] =>
  ALIKE.filter(pair => pair.includes(name)).flatMap(pair => pair.filter(other => other !== name));
