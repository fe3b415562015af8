import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { UserError } from '../src/errors.ts';

test('Without settings the built-in pack runs wherever it can, with threads as they come.', () => {
  expect(readConfig({})).toEqual({ provider: 'auto', threads: undefined, pack: 'emoji' });
});

test('Settings are read from the environment, once and for all.', () => {
  const config = readConfig({ INLAY_PROVIDER: 'cpu', INLAY_THREADS: '3', INLAY_PACK: '/packs/photo' });
  expect(config).toEqual({ provider: 'cpu', threads: 3, pack: '/packs/photo' });
  expect(Object.isFrozen(config)).toBe(true);
});

test.each(['many', '0', '-2', '1.5'])('%s threads are refused by the name of the setting.', value => {
  expect(() => readConfig({ INLAY_THREADS: value })).toThrow(UserError);
  expect(() => readConfig({ INLAY_THREADS: value })).toThrow(/INLAY_THREADS/);
});
