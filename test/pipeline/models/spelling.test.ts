import { expect, test } from 'vitest';
import { nearestNamed, spellingDistance } from '../../../src/pipeline/models/spelling.ts';

test.each([
  ['horse', 'horse', 0],
  ['hores', 'horse', 1],
  ['hrose', 'horse', 1],
  ['hose', 'horse', 1],
  ['shorts', 'hores', 2],
  ['kitten', 'sitting', 3],
  ['', 'cat', 3],
  ['ab', 'ba', 1],
  ['ca', 'abc', 3],
  ['🐴a', 'a🐴', 1],
])('From "%s" to "%s" there are %i changes, both ways.', (a, b, changes) => {
  expect(spellingDistance(a, b)).toBe(changes);
  expect(spellingDistance(b, a)).toBe(changes);
});

test('Things are ranked by their nearest name, and a synonym must be nearer than a name.', () => {
  const named = [
    ['shorts', ['shorts', 'short pants']],
    ['horse', ['horse', 'pony']],
    ['rabbit', ['rabbit', 'bunny']],
    ['bun', ['bun']],
  ] as const;
  expect(nearestNamed('hores', named)[0]).toBe('horse');
  expect(nearestNamed('bunyn', named, 1)).toEqual(['rabbit']);
  expect(nearestNamed('bun', named, 1)).toEqual(['bun']);
  expect(nearestNamed('warm pants', named, 1)).toEqual(['shorts']);
});
