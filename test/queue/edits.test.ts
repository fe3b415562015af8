import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Order } from '../../src/queue/types.ts';
import { BACKENDS, onEachBackend } from '../support/backends.ts';
import { eventually, LONG, orderOf, samplePicture } from '../support/queue.ts';

// Of the process that begins to work, as a bot's token is.
process.env.DISCORD_TOKEN = 'hunter2';
process.env.AWS_SECRET_ACCESS_KEY = 'hunter2';

const queueOn = onEachBackend({}, queue => queue.workEdits({ settings: { INLAY_PACK: 'emoji' } }));

test.each(BACKENDS)('With the %s backend, an edit comes back as pictures with a report.', async backend => {
  const { queue, deliveries, progress, source } = queueOn(backend);
  const { jobId } = await queue.add(orderOf(source, { runs: [{ seed: 3 }, { seed: 4 }] }));
  const outcome = await deliveries.of(jobId);
  if (outcome.outcome !== 'done') throw new Error(JSON.stringify(outcome));
  expect(outcome.runs.map(({ report }) => report.recipe.seed)).toEqual([3, 4]);
  const { width, height } = await sharp(await samplePicture()).metadata();
  const size = { format: 'png', width, height };
  for (const { image, mask, overlay, report } of outcome.runs) {
    for (const key of [image, mask, overlay]) {
      expect(await sharp(await queue.artifacts.get(key)).metadata()).toMatchObject(size);
    }
    expect(report.receipt.changedOutside).toBe(0);
    expect(report.pack.name).toBe('emoji');
  }

  const heard = progress.of(jobId);
  const moments = heard.map(({ run, step }) => run * 1000 + step);
  expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  const stages = ['start', 'load', 'localise', 'encode', 'denoise', 'decode', 'composite'];
  expect([...new Set(heard.map(({ stage }) => stage))]).toEqual(stages);
  expect(heard.at(-1)).toMatchObject({ run: 2, runs: 2, step: 3, steps: 3 });
  expect(await queue.progress(jobId)).toEqual(heard.at(-1));
  const shown = heard.find(({ mask }) => mask !== undefined)?.mask;
  expect(shown).toMatchObject({ instances: 1, score: expect.closeTo(0.967, 1) });
  expect(await sharp(await queue.artifacts.get(shown!.overlay)).metadata()).toMatchObject(size);
});

test.each(BACKENDS)('With the %s backend, the time of a finished edit predicts the next.', async backend => {
  const { queue, deliveries, source } = queueOn(backend);
  const base = { from: 'horse', to: 'zebra', steps: 30, bestOf: 1 };
  const { jobId } = await queue.add(orderOf(source, { base }));
  const { etaMs } = await eventually(async () => {
    const position = await queue.position(jobId);
    return position.etaMs === undefined ? undefined : position;
  });
  expect(etaMs).toBeGreaterThan(500);
  expect(etaMs).toBeLessThan(120_000);
  await queue.cancel(jobId);
  await deliveries.of(jobId);
});

test.each(BACKENDS)('With the %s backend, a long edit shows what becomes of the window.', async backend => {
  const { queue, progress, source } = queueOn(backend);
  const { jobId } = await queue.add(orderOf(source, { base: { from: 'horse', to: 'zebra', ...LONG } }));
  const { preview, pid } = await progress.when(jobId, one => one.preview !== undefined);
  const picture = await sharp(await queue.artifacts.get(preview!)).metadata();
  expect(picture).toMatchObject({ format: 'png', width: 256, height: 256 });
  // The process that paints gets no secrets.
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
  expect(environment).toContain('INLAY_PACK=');
  expect(environment).not.toContain('hunter2');
  await queue.cancel(jobId);
});

test.each(BACKENDS)(
  'With the %s backend, an object that is not there is refused once, with a heat map and what is there instead.',
  async backend => {
    const { queue, deliveries, progress, source } = queueOn(backend);
    const { jobId } = await queue.add(orderOf(source, { base: { from: 'banana', to: 'zebra' } }));
    const outcome = await deliveries.of(jobId);
    if (outcome.outcome !== 'refused') throw new Error(JSON.stringify(outcome));
    expect(outcome).toMatchObject({ code: 'not-found', message: expect.stringContaining('banana') });
    const heat = await sharp(await queue.artifacts.get(outcome.heat!)).metadata();
    expect(heat).toMatchObject({ format: 'png' });
    expect(outcome.seen?.map(({ word }) => word)).toContain('horse');
    expect(progress.of(jobId).filter(({ stage }) => stage === 'localise')).toHaveLength(1);
  },
);

test.each(BACKENDS)(
  'With the %s backend, finding alone comes back as a mask and two views of it.',
  async backend => {
    const { queue, deliveries, source } = queueOn(backend);
    const { interactionId, editId, by } = orderOf(source);
    const order: Order = { kind: 'mask', interactionId, editId, by, source, base: { from: 'horse' } };
    const { jobId } = await queue.add(order);
    const outcome = await deliveries.of(jobId);
    if (outcome.outcome !== 'found') throw new Error(JSON.stringify(outcome));
    expect(outcome.report.mask.instances).toHaveLength(1);
    for (const key of [outcome.mask, outcome.overlay, outcome.heat]) {
      expect(await sharp(await queue.artifacts.get(key)).metadata()).toMatchObject({ format: 'png' });
    }
  },
);

test.each(BACKENDS)(
  'With the %s backend, mistakes that need no look come back in plain words.',
  async backend => {
    const { queue, deliveries, source } = queueOn(backend);
    const gone = await queue.artifacts.put(await samplePicture(), { ttlMs: 1 });
    const mistakes = {
      expired: orderOf(gone),
      'bad-image': orderOf(await queue.artifacts.put(Buffer.from('no picture'))),
      'bad-option': orderOf(source, { base: { from: 'horse', to: 'zebra', guidanceScale: 99 } }),
      'unknown-word': orderOf(source, { base: { from: 'horse', to: 'xyzzy' } }),
      // A folder is not for people to name.
      'unknown-pack': orderOf(source, { pack: 'models/emoji' }),
    };
    for (const [code, order] of Object.entries(mistakes)) {
      const { jobId } = await queue.add(order);
      const outcome = await deliveries.of(jobId);
      expect(outcome).toMatchObject({ outcome: 'refused', code, message: expect.stringMatching(/[.)]$/) });
    }
  },
);
