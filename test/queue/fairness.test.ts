import { expect, test } from 'vitest';
import { type PrioritisedJob, roundsOf } from '../../src/queue/fairness.ts';

/** Adds jobs in order, and gives the order in which they are served: by priority, first come first served. */
function served(users: string): string {
  const pending: PrioritisedJob[] = [];
  for (const userId of users) pending.push({ userId, priority: roundsOf(pending).next(userId) });
  return pending
    .toSorted((a, b) => a.priority - b.priority)
    .map(({ userId }) => userId)
    .join('');
}

test('The first job of an empty queue is of the first round.', () => {
  expect(roundsOf([]).next('a')).toBe(1);
});

test.each([
  ['aaab', 'abaa'],
  ['aaabbb', 'ababab'],
  ['aaabbc', 'abcaba'],
  ['abc', 'abc'],
  ['aaaaabcbc', 'abcabcaaa'],
])('Of jobs that come as %s, users are served in turn.', (came, order) => {
  expect(served(came)).toBe(order);
});

test('A newcomer joins the round that is being served, and does not overtake it.', () => {
  const pending = [
    { userId: 'a', priority: 7 },
    { userId: 'a', priority: 8 },
  ];
  expect(roundsOf(pending).next('b')).toBe(7);
});

test('A job is served in the end, however many newcomers keep coming.', () => {
  let pending: PrioritisedJob[] = [
    { userId: 'patient', priority: 1 },
    { userId: 'patient', priority: 2 },
    { userId: 'patient', priority: 3 },
  ];
  const mine = pending[2];
  let rounds = 0;
  for (; pending.includes(mine); rounds++) {
    for (const name of ['x', 'y']) {
      const userId = `${name}${rounds}`;
      pending.push({ userId, priority: roundsOf(pending).next(userId) });
    }
    // Two come while three are served: without rounds that move on, it would take for ever.
    for (let i = 0; i < 3 && pending.length > 0; i++) {
      const next = pending.reduce((a, b) => (b.priority < a.priority ? b : a));
      pending = pending.filter(turn => turn !== next);
    }
    expect(rounds).toBeLessThan(20);
  }
});

test('Priority numbers stay within what BullMQ takes.', () => {
  const pending = [{ userId: 'a', priority: 2_097_151 }];
  expect(roundsOf(pending).next('a')).toBe(2_097_151);
  expect(roundsOf(pending).next('b')).toBe(2_097_151);
});
