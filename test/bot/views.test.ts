import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { maskMessage } from '../../src/bot/views/mask.ts';
import { failedMessage, refusedMessage } from '../../src/bot/views/refused.ts';
import { closedStatus, statusMessage } from '../../src/bot/views/status.ts';
import type { Row } from '../../src/discord/message.ts';
import { TEXTS } from '../../src/language/texts/index.ts';
import type { Progress } from '../../src/queue/contracts.ts';
import type { StoredEdit } from '../../src/store/records.ts';

const english = { locale: 'en', texts: TEXTS.en } as const;
const japanese = { locale: 'ja', texts: TEXTS.ja } as const;
const secret = randomBytes(32);

const edit: StoredEdit = {
  id: 'Vp-_Oz55egij',
  interactionId: '1',
  userId: '42',
  locale: 'en-US',
  layout: 'single',
  source: 'a-source',
  sourceName: 'horse.png',
  base: { from: 'horse', to: 'zebra' },
  runs: [{}],
  private: false,
  destination: { channelId: '1' },
  sizeLimit: 1,
  overlayId: undefined,
  statusOpen: true,
  state: 'queued',
  result: undefined,
  createdAt: new Date(0),
};
const progress: Progress = { editId: edit.id, stage: 'denoise', run: 1, runs: 1, step: 6, steps: 12 };
const mask = { overlay: 'a-overlay', score: 0.9, area: 0.1, instances: 1 };

const labels = (rows: readonly Row[] = []) =>
  rows.flatMap(({ components }) => components.map(part => ('label' in part ? part.label : 'menu')));
const status = (
  view: Parameters<typeof statusMessage>[1],
  speech: typeof english | typeof japanese = english,
) => statusMessage(edit, view, speech, { secret });

test('Who waits reads the position and the time; who is next reads that.', () => {
  expect(status({ position: { ahead: 2, etaMs: 61_000 } }).content).toBe(
    '**horse → zebra**\nNumber 3 in the queue, ready in 61 seconds.',
  );
  expect(status({ position: { ahead: 0, etaMs: undefined } }).content).toBe(
    '**horse → zebra**\nYou are next.',
  );
  expect(status({ position: { ahead: 1, etaMs: 180_000 } }, japanese).content).toBe(
    '**馬 → シマウマ**\n2番目です（あと約3 分）。',
  );
});

test('While it is painted there is a bar; over several pictures it counts them all.', () => {
  expect(status({ progress }).content).toBe('**horse → zebra**\nPainting…\n▰▰▰▰▰▰▱▱▱▱▱▱ 50%');
  expect(status({ progress: { ...progress, run: 2, runs: 4 } }).content).toContain(
    'Painting… Picture 2 of 4\n▰▰▰▰▰▱▱▱▱▱▱▱ 38%',
  );
});

test('“Looks wrong” comes with the mask, not before, and never under finding alone.', () => {
  expect(labels(status({ progress }).rows)).toEqual(['Cancel']);
  expect(labels(status({ progress: { ...progress, mask } }).rows)).toEqual(['Looks wrong', 'Cancel']);
  const finding = statusMessage({ ...edit, layout: 'mask' }, { progress: { ...progress, mask } }, english, {
    secret,
  });
  expect(labels(finding.rows)).toEqual(['Cancel']);
});

test('A closed status keeps its title and has no buttons.', () => {
  expect(closedStatus(edit, 'Done.', english)).toEqual({ content: '**horse → zebra**\nDone.' });
});

test('Under a mask stands what paints: at once where it is known what, else by a form.', () => {
  const found = {
    outcome: 'found',
    mask: 'a',
    overlay: 'b',
    heat: 'c',
    report: { recipe: { threshold: 150 }, mask: { score: 0.934 } },
  } as unknown as Parameters<typeof maskMessage>[1];
  const file = { name: 'mask.png', bytes: Buffer.alloc(1), alt: 'x' };
  const known = maskMessage(edit, found, file, english, secret);
  expect(known.content).toContain('Found it, 93% sure.');
  expect(labels(known.rows).at(-1)).toBe('Paint it');
  const open = maskMessage({ ...edit, base: { from: 'horse' } }, found, file, english, secret);
  expect(labels(open.rows).at(-1)).toBe('Paint…');
  expect(open.pings).toBeUndefined();
});

test('A refusal names what is there instead, in the member’s language, and offers it.', () => {
  const refused = {
    outcome: 'refused',
    code: 'not-found',
    message: 'x',
    heat: 'heat.png',
    seen: [
      { word: 'house', score: 0.9 },
      { word: 'tree', score: 0.5 },
    ],
  } as const;
  const message = refusedMessage(edit, { ...refused, seen: [...refused.seen] }, [], japanese, secret);
  expect(message.content).toContain('この画像に馬は見あたりません。');
  expect(message.content).toContain('見えるもの：家');
  expect(message.pings).toEqual(['42']);
  expect(labels(message.rows)).toEqual(['menu', 'いちばんそれらしい場所を編集', '言葉を変える…']);
  const search = { ...edit, base: { from: 'horse' } };
  const found = refusedMessage(search, { ...refused, seen: [...refused.seen] }, [], english, secret);
  expect(labels(found.rows)).toEqual(['menu', 'Edit the words…']);
  const bare = refusedMessage(
    edit,
    { outcome: 'refused', code: 'bad-image', message: 'It is torn.' },
    [],
    english,
    secret,
  );
  expect(bare.content).toContain('It is torn.');
  expect(labels(bare.rows)).toEqual(['Edit the words…']);
});

test('A fault says whose it is, and how to go on.', () => {
  const message = failedMessage(edit, english, secret);
  expect(message.content).toContain('Something broke on my side.');
  expect(labels(message.rows)).toEqual(['Edit the words…']);
});
