import { expect, test } from 'vitest';
import { makeKeyedMutex, makeMutex, makeSemaphore } from '../src/mutex.ts';

test('What stalls holds up one slot: the others serve whoever comes, in order.', async () => {
  const { run: inSlot } = makeSemaphore(3);
  const stalls = inSlot(() => new Promise(() => {}));
  const served: number[] = [];
  const work = Array.from({ length: 9 }, (_, i) => inSlot(async () => served.push(i)));
  await Promise.all(work);
  expect(served).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  void stalls;
});

test('No more run at once than there are slots, and one that throws gives its slot back.', async () => {
  const { run: inSlot } = makeSemaphore(2);
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

test('A turn that is taken holds the others up until it is ended; what throws ends its own.', async () => {
  const mutex = makeMutex();
  const order: string[] = [];
  const release = await mutex.acquire();
  const failing = mutex.run(async () => {
    order.push('fails');
    throw new Error('no');
  });
  const next = mutex.run(async () => order.push('next'));
  order.push('released');
  release();
  await expect(failing).rejects.toThrow('no');
  await next;
  expect(order).toEqual(['released', 'fails', 'next']);
});

test('Work of one key runs in turn, of another at once.', async () => {
  const oneByOne = makeKeyedMutex();
  const order: string[] = [];
  let open = () => {};
  const first = oneByOne(
    'a',
    () =>
      new Promise<void>(resolve => {
        open = resolve;
      }),
  );
  const second = oneByOne('a', async () => order.push('a'));
  await oneByOne('b', async () => order.push('b'));
  open();
  await Promise.all([first, second]);
  expect(order).toEqual(['b', 'a']);
});
