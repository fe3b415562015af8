import { expect, test } from 'vitest';
import { makeSlots } from '../../src/bot/slots.ts';

test('What stalls holds up one slot: the others serve whoever comes, in order.', async () => {
  const inSlot = makeSlots(3);
  const stalls = inSlot(() => new Promise(() => {}));
  const served: number[] = [];
  const work = Array.from({ length: 9 }, (_, i) => inSlot(async () => served.push(i)));
  await Promise.all(work);
  expect(served).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  void stalls;
});

test('No more run at once than there are slots, and one that throws gives its slot back.', async () => {
  const inSlot = makeSlots(2);
  let running = 0;
  let most = 0;
  const work = Array.from({ length: 6 }, (_, i) =>
    inSlot(async () => {
      most = Math.max(most, ++running);
      await new Promise(resolve => setTimeout(resolve, 5));
      running -= 1;
      if (i % 2 === 0) throw new Error('no');
    }).catch(() => {}),
  );
  await Promise.all(work);
  expect({ most, running }).toEqual({ most: 2, running: 0 });
});
