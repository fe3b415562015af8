import { FOOD } from './names-of-food.ts';
import { NATURE } from './names-of-nature.ts';
import { OBJECTS } from './names-of-objects.ts';

/**
 * Everyday names where CLDR names the drawing ("hot beverage", "lion face") rather than the object. Columns:
 * German, French, Spanish, Portuguese, Japanese, Korean, Chinese; a dash keeps CLDR's.
 */
const ROWS = [NATURE, FOOD, OBJECTS].join('');

export const LOCALES = ['de', 'fr', 'es-ES', 'pt-BR', 'ja', 'ko', 'zh-CN'] as const;

/** An object's everyday name in a language; absent where CLDR's own is one. */
export const PLAIN_NAMES: ReadonlyMap<string, Partial<Record<(typeof LOCALES)[number], string>>> = new Map(
  ROWS.trim()
    .split('\n')
    .map(row => {
      const [object, cells] = row.split(': ');
      const named = cells.split(' | ').map((cell, i) => [LOCALES[i], cell.trim()] as const);
      return [object.trim(), Object.fromEntries(named.filter(([, name]) => name !== '-'))];
    }),
);

/**
 * Words that people use and CLDR does not list, in the order of the columns; English ones are the pack's
 * `synonyms`.
 */
export const MORE_WORDS: Readonly<Record<string, readonly string[]>> = {
  horse: ['Pony', 'poney', 'poni', 'pônei', 'ポニー', '조랑말', '小马'],
  dog: ['Welpe', 'chiot', 'cachorrito', 'filhote', '子犬', '강아지', '小狗'],
  cat: ['Kätzchen', 'chaton', 'gatito', 'gatinho', '子猫', '새끼 고양이', '小猫'],
  rabbit: ['Häschen', 'lapereau', 'conejito', 'coelhinho', 'うさちゃん', '토깽이', '兔兔'],
  airplane: ['Flieger', 'aéroplane', 'aeroplano', 'aeroplano', '航空機', '항공기', '客机'],
  bicycle: ['Rad', 'bicyclette', 'bici', 'bike', 'チャリ', '싸이클', '单车'],
  television: ['Fernsehgerät', 'télé', 'tele', 'tevê', 'テレビジョン', '티브이', '电视'],
  car: ['Wagen', 'auto', 'auto', 'automóvel', '乗用車', '차', '轿车'],
  box: ['Kiste', 'boîte', 'cartón', 'caixote', '段ボール', '박스', '盒子'],
  bug: ['Krabbeltier', 'bestiole', 'insecto', 'bichinho', '昆虫', '곤충', '昆虫'],
  nothing: ['entfernen', 'enlever', 'quitar', 'remover', '消す', '제거', '去掉'],
};
