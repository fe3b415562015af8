import type { Colour } from '../../pipeline/models/choice.ts';
import { ENGLISH } from '../../pipeline/models/english.ts';
import { type Lexicon, lexiconOf, type Wording } from '../../pipeline/models/phrases.ts';
import type { Locale } from '../locales.ts';
import { fold } from './lookup.ts';

/** A stem with the endings that adjectives take, as words with commas between. */
const bent = (endings: string, ...stems: string[]): string =>
  stems.flatMap(stem => [stem, ...endings.split(' ').map(ending => stem + ending)]).join(', ');

const german = (...stems: string[]) => bent('e er es en em', ...stems);
const french = (...stems: string[]) => bent('e s es', ...stems);
/** Of words on -o. */
const iberian = (...stems: string[]) =>
  stems.flatMap(stem => ['o', 'a', 'os', 'as'].map(ending => stem + ending)).join(', ');

const GERMAN: Wording = {
  spaced: true,
  fillers:
    'der, die, das, den, dem, des, ein, eine, einen, einem, einer, eines, auf, am, an, im, in, von, mit, seite, bild, und, ganz, bitte',
  left: `${german('link')}, links, linkeste, linkesten, ganz links, von links`,
  right: `${german('recht')}, rechts, rechteste, ganz rechts, von rechts`,
  top: `${german('ober', 'oberst')}, oben`,
  bottom: `${german('unter', 'unterst')}, unten`,
  middle: `${german('mittler', 'mittlerst')}, mitte, in der mitte`,
  largest: german('groesst', 'grösst', 'größt', 'größer', 'groß'),
  smallest: german('kleinst', 'kleiner', 'klein'),
  all: 'alle, allen, aller, jedes, jeden, jede, jeder, beide, beiden, sämtliche',
  ordinals: [german('erst'), german('zweit'), german('dritt'), german('viert'), german('fünft')],
  colours: {
    red: german('rot'),
    orange: 'orange, orangene, orangenes, orangener, orangenen',
    yellow: `${german('gelb', 'golden')}, goldne, goldnes`,
    green: german('grün'),
    blue: german('blau'),
    purple: `${german('violett')}, lila`,
    pink: `rosa, pink, pinke, pinkes, pinken, pinker, ${german('rosafarben')}`,
    brown: german('braun'),
    black: german('schwarz'),
    grey: `${german('grau')}, silbern, silberne, silbernes`,
    white: german('weiß'),
  },
};

const FRENCH: Wording = {
  spaced: true,
  fillers:
    'le, la, les, l, un, une, des, du, de, d, à, au, aux, en, sur, dans, avec, et, celui, celle, côté, image, photo, plus, s’il te plaît',
  left: 'gauche, à gauche, de gauche, la plus à gauche',
  right: 'droite, à droite, de droite',
  top: `haut, en haut, du haut, ${french('supérieur')}`,
  bottom: `bas, en bas, du bas, ${french('inférieur')}`,
  middle: 'milieu, au milieu, du milieu, centre, au centre',
  largest: `plus grand, plus grande, plus grands, plus grandes, plus gros, plus grosse, ${french('grand')}, gros, grosse`,
  smallest: `plus petit, plus petite, plus petits, plus petites, ${french('petit')}`,
  all: 'tous, toutes, tout, toute, chaque, les deux, tous les, toutes les',
  ordinals: ['premier, première, 1er', 'deuxième, second, seconde', 'troisième', 'quatrième', 'cinquième'],
  colours: {
    red: 'rouge, rouges',
    orange: 'orange, orangé, orangée',
    yellow: 'jaune, jaunes, doré, dorée',
    green: french('vert'),
    blue: french('bleu'),
    purple: 'violet, violette, violets, mauve',
    pink: 'rose, roses',
    brown: 'marron, brun, brune',
    black: french('noir'),
    grey: `${french('gris')}, argenté, argentée`,
    white: 'blanc, blanche, blancs, blanches',
  },
};

const SPANISH: Wording = {
  spaced: true,
  fillers:
    'el, la, los, las, un, una, unos, unas, de, del, a, al, en, por, con, y, que, está, lado, imagen, foto, más, por favor',
  left: 'izquierda, izquierdo, a la izquierda, de la izquierda, desde la izquierda',
  right: 'derecha, derecho, a la derecha, de la derecha, desde la derecha',
  top: 'arriba, de arriba, superior',
  bottom: 'abajo, de abajo, inferior',
  middle: 'medio, en medio, del medio, centro, en el centro, central',
  largest: 'más grande, más grandes, mayor, grande',
  smallest: `más pequeño, más pequeña, menor, ${iberian('pequeñ')}`,
  all: 'todos, todas, todo, toda, cada, ambos, ambas, todos los, todas las',
  ordinals: [
    'primer, primero, primera',
    iberian('segund'),
    'tercer, tercero, tercera',
    iberian('cuart'),
    iberian('quint'),
  ],
  colours: {
    red: iberian('roj'),
    orange: 'naranja, anaranjado, anaranjada',
    yellow: `${iberian('amarill', 'dorad')}`,
    green: 'verde, verdes',
    blue: 'azul, azules',
    purple: `${iberian('morad')}, violeta, púrpura`,
    pink: 'rosa, rosado, rosada',
    brown: 'marrón, marrones, café',
    black: iberian('negr'),
    grey: 'gris, grises, plateado, plateada',
    white: iberian('blanc'),
  },
};

const PORTUGUESE: Wording = {
  spaced: true,
  fillers:
    'o, a, os, as, um, uma, uns, umas, de, do, da, dos, das, em, no, na, à, ao, com, e, que, está, lado, imagem, foto, mais, por favor',
  left: 'esquerda, esquerdo, à esquerda, da esquerda',
  right: 'direita, direito, à direita, da direita',
  top: 'cima, de cima, em cima, superior',
  bottom: 'baixo, de baixo, em baixo, embaixo, inferior',
  middle: 'meio, do meio, no meio, centro, no centro, central',
  largest: 'maior, maiores, mais grande, grande',
  smallest: `menor, menores, ${iberian('pequen')}`,
  all: 'todos, todas, todo, toda, cada, ambos, ambas, todos os, todas as',
  ordinals: [iberian('primeir'), iberian('segund'), iberian('terceir'), iberian('quart'), iberian('quint')],
  colours: {
    red: iberian('vermelh'),
    orange: 'laranja, alaranjado, alaranjada',
    yellow: iberian('amarel', 'dourad'),
    green: 'verde, verdes',
    blue: 'azul, azuis',
    purple: `${iberian('rox')}, violeta, púrpura`,
    pink: 'rosa, cor-de-rosa',
    brown: 'marrom, castanho, castanha',
    black: iberian('pret'),
    grey: 'cinza, cinzento, cinzenta, prateado, prateada',
    white: iberian('branc'),
  },
};

const JAPANESE: Wording = {
  spaced: false,
  fillers: 'の, を, が, に, は, で, と, から, にある, ある, な, い, さん, 方, ほう, 側, 目',
  left: '左, 左側, 左の, 左端, 一番左',
  right: '右, 右側, 右の, 右端, 一番右',
  top: '上, 上の, 一番上',
  bottom: '下, 下の, 一番下',
  middle: '真ん中, 中央, まんなか',
  largest: '一番大きい, 最大の, 大きい, 大きな',
  smallest: '一番小さい, 最小の, 小さい, 小さな',
  all: '全部, すべて, 全て, 全部の, すべての, 全ての, 両方, 両方の',
  ordinals: [
    '一番目, 1番目, 一つ目',
    '二番目, 2番目, 二つ目',
    '三番目, 3番目, 三つ目',
    '四番目, 4番目',
    '五番目, 5番目',
  ],
  colours: {
    red: '赤, 赤い, 赤色',
    orange: 'オレンジ色, 橙色',
    yellow: '黄色, 黄色い, 金色',
    green: '緑, 緑の, 緑色',
    blue: '青, 青い, 青色',
    purple: '紫, 紫の, 紫色',
    pink: 'ピンク, ピンクの, ピンク色, 桃色',
    brown: '茶色, 茶色い',
    black: '黒, 黒い, 黒色',
    grey: '灰色, グレー, 銀色',
    white: '白, 白い, 白色',
  },
};

const KOREAN: Wording = {
  spaced: true,
  fillers: '의, 에, 있는, 것, 쪽, 그, 저, 이, 가장, 제일, 에서',
  left: '왼쪽, 왼쪽의, 왼쪽에, 왼쪽에서, 맨왼쪽',
  right: '오른쪽, 오른쪽의, 오른쪽에, 오른쪽에서, 맨오른쪽',
  top: '위, 위쪽, 위의, 위에, 맨위',
  bottom: '아래, 아래쪽, 아래의, 아래에, 맨아래',
  middle: '가운데, 중앙, 중간, 가운데의',
  largest: '큰, 가장 큰, 제일 큰',
  smallest: '작은, 가장 작은, 제일 작은',
  all: '모든, 모두, 전부, 둘 다, 양쪽',
  ordinals: [
    '첫 번째, 첫번째',
    '두 번째, 두번째',
    '세 번째, 세번째',
    '네 번째, 네번째',
    '다섯 번째, 다섯번째',
  ],
  colours: {
    red: '빨간색, 빨간, 붉은',
    orange: '주황색, 주황',
    yellow: '노란색, 노란, 금색, 황금',
    green: '초록색, 초록, 녹색',
    blue: '파란색, 파란, 푸른',
    purple: '보라색, 보라, 자주색',
    pink: '분홍색, 분홍, 핑크',
    brown: '갈색',
    black: '검은색, 검은, 검정, 까만',
    grey: '회색, 은색',
    white: '흰색, 흰, 하얀, 하얀색',
  },
};

const CHINESE: Wording = {
  spaced: false,
  fillers: '的, 在, 那, 这, 个, 只, 辆, 匹, 条, 座, 朵, 颗, 棵, 最, 从, 数, 有, 边, 面',
  left: '左边, 左, 左侧, 左面, 最左边',
  right: '右边, 右, 右侧, 右面, 最右边',
  top: '上面, 上边, 上方, 顶部, 最上面',
  bottom: '下面, 下边, 下方, 底部, 最下面',
  middle: '中间, 中央, 当中',
  largest: '最大, 最大的, 大, 大的',
  smallest: '最小, 最小的, 小, 小的',
  all: '所有, 全部, 每个, 两个, 所有的, 全部的',
  ordinals: ['第一', '第二', '第三', '第四', '第五'],
  colours: {
    red: '红色, 红',
    orange: '橙色, 橘色',
    yellow: '黄色, 黄, 金色',
    green: '绿色, 绿',
    blue: '蓝色, 蓝',
    purple: '紫色, 紫',
    pink: '粉色, 粉红色',
    brown: '棕色, 褐色, 咖啡色',
    black: '黑色, 黑',
    grey: '灰色, 灰, 银色',
    white: '白色, 白',
  },
};

const WORDINGS: Readonly<Record<Exclude<Locale, 'en'>, Wording>> = {
  de: GERMAN,
  fr: FRENCH,
  'es-ES': SPANISH,
  'pt-BR': PORTUGUESE,
  ja: JAPANESE,
  ko: KOREAN,
  'zh-CN': CHINESE,
};

/** The words of each language that choose among objects of a kind, folded as names are. */
export const CHOOSING = {
  en: ENGLISH,
  ...Object.fromEntries(
    Object.entries(WORDINGS).map(([locale, wording]) => [locale, lexiconOf(wording, fold)]),
  ),
} as Readonly<Record<Locale, Lexicon>>;

/** What a colour is called: the first of its words. */
export const nameOfColour = (colour: Colour, locale: Locale): string =>
  locale === 'en' ? colour : WORDINGS[locale].colours[colour].split(',')[0];
