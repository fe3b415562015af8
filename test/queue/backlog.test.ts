import { expect, test } from 'vitest';
import { backlogOf, type PendingJob } from '../../src/queue/backlog.ts';
import type { Sample } from '../../src/queue/eta.ts';

const SECOND: Sample[] = [{ pack: 'emoji', steps: 1, bestOf: 1, stepMs: 0, restMs: 1000 }];

const job = (id: string, userId: string, priority: number, activeMs?: number): PendingJob => ({
  ...{ id, userId, priority, activeMs },
  work: { kind: 'edit', base: { from: 'horse', to: 'zebra' } },
});
const listed = () => [job('a1', 'a', 1, 400), job('b1', 'b', 1), job('a2', 'a', 2), job('a3', 'a', 3)];

test('Positions and times are those of the listing.', () => {
  const backlog = backlogOf(listed());
  expect(backlog.count()).toBe(4);
  expect(backlog.positionOf('b1', SECOND)).toEqual({ state: 'waiting', ahead: 1, pending: 4, etaMs: 1600 });
  expect(backlog.positionOf('a3', SECOND)).toEqual({ state: 'waiting', ahead: 3, pending: 4, etaMs: 3600 });
  expect(backlog.positionOf('c1', SECOND)).toBeUndefined();
});

test('What is added takes its turn, and those behind it move back.', () => {
  const backlog = backlogOf(listed());
  for (const [id, user] of [
    ['c1', 'c'],
    ['b2', 'b'],
    ['c2', 'c'],
  ]) {
    backlog.add(job(id, user, backlog.priorityFor(user)));
  }
  const ahead = ['b1', 'c1', 'a2', 'b2', 'c2', 'a3'].map(id => backlog.positionOf(id, SECOND)?.ahead);
  expect(ahead).toEqual([1, 2, 3, 4, 5, 6]);
  expect(backlog.positionOf('a3', SECOND)?.etaMs).toBe(6600);
  expect(backlog.etaOf(job('d1', 'd', 9), SECOND)).toBe(7600);
});
