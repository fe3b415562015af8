import { expect, test } from 'vitest';
import { DELIVERY_ATTEMPTS, deliveryWaitMs } from '../../src/queue/flow.ts';

const RETRY_MS = 2_000;
const waits = (random: number) =>
  Array.from({ length: DELIVERY_ATTEMPTS - 1 }, (_, i) => deliveryWaitMs(i + 1, RETRY_MS, random));

test.each([0, 1])('A delivery is tried for a day, at most every five minutes (random: %i).', random => {
  const all = waits(random);
  expect(Math.max(...all)).toBeLessThanOrEqual(5 * 60_000);
  expect(all.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(24 * 3_600_000);
});

test('The first tries come soon.', () => {
  expect(waits(0).slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000]);
});
