import { describe, expect, test } from 'vitest';
import { manifestSchema } from '../../../src/pipeline/models/manifest.ts';
import { notUnderstood, understand } from '../../../src/pipeline/models/understand.ts';
import { parseMaskOptions, parseOptions } from '../../../src/pipeline/options.ts';
import { readBuiltIn } from '../../support/packs.ts';

const pack = manifestSchema.parse(readBuiltIn());
const open = { ...pack, vocabulary: undefined };

describe('words for the object to find', () => {
  test.each([
    ['horse', 'horse', undefined, []],
    ['the horses', 'horse', undefined, []],
    ['left horse', 'horse', 1, []],
    ['the horse on the right', 'horse', -1, []],
    ['second horse from the left', 'horse', 2, []],
    ['the third car from the right', 'car', -3, []],
    ['the biggest tree', 'tree', 'largest', []],
    ['all the cherries', 'cherries', 'all', []],
    ['the red car', 'car', 'red', []],
    ['the orange car', 'car', 'orange', []],
    ['the boats', 'sailboat', undefined, []],
    ['left puppy', 'dog', 1, []],
    ['a cup of coffee', 'coffee', undefined, []],
    ['balloon', 'hot air balloon', undefined, []],
    ['red apple', 'red apple', undefined, []],
    ['blue red apple', 'red apple', 'blue', []],
    ['the wooden chair in the middle', 'chair', 'middle', ['wooden']],
    ['biggest red car', 'car', 'largest', ['red']],
  ] as const)('"%s" means %s, instance %s, and leaves out %j.', (words, object, instance, ignored) => {
    expect(understand(pack, 'from', words)).toEqual({
      words: object,
      ...(instance === undefined ? {} : { instance }),
      ignored,
    });
  });

  test('Whoever names no object is not understood.', () => {
    expect(understand(pack, 'from', 'the left one')).toBeUndefined();
    expect(understand(pack, 'from', 'gizmo')).toBeUndefined();
  });
});

describe('words for the object to paint', () => {
  test.each([
    ['dragon', 'dragon', []],
    ['a zebra wearing a top hat', 'a zebra wearing a top hat', []],
    ['nothing', 'nothing', []],
    ['empty', 'nothing', []],
    ['a hippo', 'hippopotamus', []],
    ['purple dragon', 'dragon', []],
    ['a cat in orange', 'cat', []],
    ['orange', 'orange', []],
    ['pirate ship', 'ship', ['pirate']],
    ['a dragon riding a bicycle', 'dragon', ['riding', 'bicycle']],
    ['a very small golden crown', 'crown', ['very', 'small']],
  ])('"%s" is %s to the models, without %j.', (words, object, ignored) => {
    expect(understand(pack, 'to', words)).toMatchObject({ words: object, ignored });
  });

  test('A colour is understood where the pack can paint it, and not where it cannot.', () => {
    const window = { ...pack, composite: 'window' as const };
    expect(understand(window, 'to', 'blue horse')).toEqual({ words: 'horse', ignored: ['blue'] });
    expect(understand(pack, 'to', 'a small blue horse')).toMatchObject({
      colour: 'blue',
      ignored: ['small'],
    });
    expect(understand(pack, 'to', 'golden crown')).toMatchObject({ colour: 'yellow' });
    expect(understand(pack, 'to', 'crown')).not.toHaveProperty('colour');
  });
});

describe('a request', () => {
  test('becomes the object and the choice in the recipe; what was stated counts more than the words.', () => {
    const request = { from: 'left horse', to: 'purple dragon' };
    expect(parseOptions(request, pack)).toMatchObject({ from: 'horse', to: 'dragon', instance: 1 });
    expect(parseOptions({ ...request, instance: 'all' }, pack)).toMatchObject({ instance: 'all' });
    expect(parseMaskOptions({ from: 'the red cars' }, pack)).toMatchObject({ from: 'car', instance: 'red' });
  });

  test('lists field by field the words that mean nothing to the pack, and none when it is forced or open.', () => {
    const request = { from: 'wooden house', to: 'furious dragon' };
    expect(notUnderstood(pack, request)).toEqual([
      { field: 'from', object: 'house', words: ['wooden'] },
      { field: 'to', object: 'dragon', words: ['furious'] },
    ]);
    expect(notUnderstood(pack, { ...request, force: true })).toEqual([]);
    expect(notUnderstood(open, request)).toEqual([]);
    expect(parseOptions({ ...request, force: true }, pack)).toMatchObject(request);
    expect(parseOptions(request, open)).toMatchObject(request);
  });
});
