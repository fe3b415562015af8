import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inBatches } from '../../src/queue/in-batches.ts';

test('What comes at once goes together, and what comes meanwhile goes next, in order.', async () => {
  const batches: (readonly number[])[] = [];
  const double = inBatches(async (inputs: readonly number[]) => {
    batches.push(inputs);
    await delay(20);
    return Promise.allSettled(inputs.map(async n => 2 * n));
  });
  const first = Promise.all([double(1), double(2)]);
  await delay(5);
  const second = Promise.all([double(3), double(4)]);
  expect(await first).toEqual([2, 4]);
  expect(await second).toEqual([6, 8]);
  expect(batches).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test('One that is refused leaves the others alone; a batch that fails rejects each, and the next goes on.', async () => {
  let away = false;
  const half = inBatches(async (inputs: readonly number[]) => {
    if (away) throw new Error('the backend is away');
    return Promise.allSettled(
      inputs.map(async n => (n % 2 === 0 ? n / 2 : Promise.reject(new Error(`${n} is odd`)))),
    );
  });
  const [odd, even] = await Promise.allSettled([half(1), half(2)]);
  expect(odd).toMatchObject({ status: 'rejected', reason: { message: '1 is odd' } });
  expect(even).toEqual({ status: 'fulfilled', value: 1 });
  away = true;
  const lost = await Promise.allSettled([half(4), half(6)]);
  expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  away = false;
  expect(await half(8)).toBe(4);
});
