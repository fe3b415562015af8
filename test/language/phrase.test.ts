import { describe, expect, test } from 'vitest';
import type { Locale } from '../../src/language/locales.ts';
import { phraseIn } from '../../src/language/words/phrase.ts';
import { manifestSchema } from '../../src/pipeline/models/manifest.ts';
import { choose } from '../../src/pipeline/models/phrases.ts';
import { readBuiltIn } from '../support/packs.ts';

const { finds } = manifestSchema.parse(readBuiltIn()).vocabulary!;

const read = (written: string, locale: Locale) => {
  const { object, rest } = phraseIn(written, finds, locale);
  return { object, ...choose(rest) };
};

describe('which of several objects is meant', () => {
  test.each([
    ['en', 'the left horse', 'horse', 1],
    ['en', 'a cute red apple', 'red apple', undefined],
    ['de', 'das linke Pferd', 'horse', 1],
    ['de', 'das zweite Auto von rechts', 'car', -2],
    ['de', 'das größte Haus', 'house', 'largest'],
    ['de', 'das rote Auto', 'car', 'red'],
    ['de', 'alle Pferd', 'horse', 'all'],
    ['fr', 'le cheval à gauche', 'horse', 1],
    ['fr', 'la deuxième voiture', 'car', 2],
    ['fr', 'la voiture verte', 'car', 'green'],
    ['fr', 'la plus petite maison', 'house', 'smallest'],
    ['es-ES', 'el caballo de la derecha', 'horse', -1],
    ['es-ES', 'el coche más grande', 'car', 'largest'],
    ['es-ES', 'el coche azul', 'car', 'blue'],
    ['pt-BR', 'o cavalo da esquerda', 'horse', 1],
    ['pt-BR', 'o segundo carro da direita', 'car', -2],
    ['pt-BR', 'o carro vermelho', 'car', 'red'],
    ['ja', '左の馬', 'horse', 1],
    ['ja', '左から二番目の馬', 'horse', 2],
    ['ja', '赤い車', 'car', 'red'],
    ['ja', '一番大きい家', 'house', 'largest'],
    ['ko', '왼쪽 말', 'horse', 1],
    ['ko', '빨간 자동차', 'car', 'red'],
    ['ko', '가장 큰 집', 'house', 'largest'],
    ['zh-CN', '左边的马', 'horse', 1],
    ['zh-CN', '从右数第二辆汽车', 'car', -2],
    ['zh-CN', '红色的汽车', 'car', 'red'],
    ['zh-CN', '最大的房子', 'house', 'largest'],
    // The pack's own words are understood in every language.
    ['de', 'the left horse', 'horse', 1],
  ] as const)('%s: "%s" is %s, %s.', (locale, written, object, choice) => {
    expect(read(written, locale)).toMatchObject({
      object,
      ...(choice === undefined ? {} : { choice }),
    });
  });

  test.each([
    ['en', 'purple spotted dragon', 'dragon', ['spotted']],
    ['de', 'ein hölzernes Haus', 'house', ['holzernes']],
    ['ja', '木の家', 'house', ['木']],
    ['zh-CN', '木头的房子', 'house', ['木头']],
  ] as const)('%s: of "%s" nothing is lost in silence.', (locale, written, object, ignored) => {
    expect(read(written, locale)).toMatchObject({ object, ignored });
  });

  test('A phrase without an object has none.', () => {
    expect(phraseIn('the left gizmo', finds, 'en').object).toBeUndefined();
  });
});
