import { expect, test } from 'vitest';
import { job, jobIdOf, MAX_RUNS, progress, result } from '../../src/queue/contracts.ts';

const source = 'a-00000000-0000-4000-8000-000000000000';
const order = {
  kind: 'edit',
  editId: 'e1',
  source,
  base: { from: 'horse', to: 'zebra', guidanceScale: 0 },
  runs: [{ seed: 2 }],
  by: { userId: 'ada', guildId: 'g', locale: 'de' },
};

test('A job comes out of the queue as it went in.', () => {
  expect(job.parse(JSON.parse(JSON.stringify(order)))).toEqual(order);
  const mask = { kind: 'mask', editId: 'e2', source, base: { from: 'horse' }, by: { userId: 'ada' } };
  expect(job.parse(mask)).toEqual(mask);
});

test.each([
  ['without words', { base: { from: 'horse' } }],
  ['without a run', { runs: [] }],
  ['with too many runs', { runs: new Array(MAX_RUNS + 1).fill({}) }],
  ['by nobody', { by: { userId: '' } }],
  ['with a path for a source', { source: '../etc/passwd' }],
])('A job %s is refused.', (_, change) => {
  expect(job.safeParse({ ...order, ...change }).success).toBe(false);
});

test('An interaction always has the same job, whose id BullMQ takes.', () => {
  expect(jobIdOf('1234567890')).toBe('i-1234567890');
});

test('Nonsense is neither progress nor a result.', () => {
  expect(progress.safeParse({ editId: 'e1', stage: 'lunch' }).success).toBe(false);
  expect(result.safeParse({ outcome: 'maybe' }).success).toBe(false);
  expect(result.parse({ outcome: 'cancelled' })).toEqual({ outcome: 'cancelled' });
});
