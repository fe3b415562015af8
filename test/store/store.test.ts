import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '../../src/store/ids.ts';
import { openStore } from '../../src/store/index.ts';
import type { NewEdit } from '../../src/store/records.ts';
import { openEmptyDatabase } from '../support/database.ts';

const LIMITS = { picturesPerHour: 5, atOnce: 2 };

let database: Awaited<ReturnType<typeof openEmptyDatabase>>;
beforeAll(async () => {
  database = await openEmptyDatabase();
});
afterAll(() => database.close());

/** The database of all tests, emptied. */
async function emptied() {
  await database.pool.query('drop schema if exists inlay cascade');
  return database.pool;
}

async function storeForTest() {
  const pool = await emptied();
  return { pool, store: await openStore(pool, LIMITS) };
}

const request = (change: Partial<NewEdit> = {}): NewEdit => ({
  interactionId: '100',
  userId: 'ada',
  guildId: 'farm',
  locale: 'en-US',
  layout: 'single',
  source: 'a-source',
  sourceName: 'horse.png',
  base: { from: 'horse', to: 'zebra', guidanceScale: 0 },
  runs: [{ seed: 7 }],
  private: false,
  destination: { channelId: '1' },
  sizeLimit: 10,
  ...change,
});

test('A store that is opened a second time keeps its rows and its secret.', async () => {
  const { pool, store } = await storeForTest();
  const added = await store.edits.add(request());
  const again = await openStore(pool, LIMITS);
  expect(again.secret).toEqual(store.secret);
  expect(await again.edits.get(added!.id)).toEqual(added);
});

test('An edit comes back as it was written, zeros and absences included.', async () => {
  const { store } = await storeForTest();
  const added = await store.edits.add(request({ guildId: undefined, note: undefined }));
  expect(await store.edits.get(added!.id)).toMatchObject({
    base: { from: 'horse', to: 'zebra', guidanceScale: 0 },
    runs: [{ seed: 7 }],
    guildId: undefined,
    note: undefined,
    pack: undefined,
    state: 'asked',
    result: undefined,
  });
});

test('One interaction is one edit, however often it comes.', async () => {
  const { store } = await storeForTest();
  const first = await store.edits.add(request());
  expect(await store.edits.add(request({ userId: 'bruno' }))).toBeUndefined();
  expect((await store.edits.byInteraction('100'))?.id).toBe(first?.id);
});

test('The last edit of a member leaves out masks and other members.', async () => {
  const { store } = await storeForTest();
  await store.edits.add(request({ interactionId: '1', note: 'first' }));
  await store.edits.add(request({ interactionId: '2', note: 'second' }));
  await store.edits.add(request({ interactionId: '3', layout: 'mask' }));
  await store.edits.add(request({ interactionId: '4', userId: 'bruno' }));
  expect((await store.edits.latestOf('ada'))?.note).toBe('second');
});

test('What is finished is no longer unfinished.', async () => {
  const { store } = await storeForTest();
  const one = await store.edits.add(request({ interactionId: '1' }));
  const two = await store.edits.add(request({ interactionId: '2' }));
  await store.edits.add(request({ interactionId: '3', userId: 'bruno' }));
  await store.edits.finish(one!.id, 'cancelled', { outcome: 'cancelled' });
  expect((await store.edits.unfinished('ada')).map(({ id }) => id)).toEqual([two!.id]);
  expect(await store.edits.unfinished()).toHaveLength(2);
});

test('An artifact is in use while an edit has it as source or in its result.', async () => {
  const { store } = await storeForTest();
  const edit = await store.edits.add(request());
  await store.edits.finish(edit!.id, 'refused', {
    outcome: 'refused',
    code: 'not-found',
    message: 'x',
    heat: 'a-heat',
  });
  expect(await store.edits.uses('a-source')).toBe(true);
  expect(await store.edits.uses('a-heat')).toBe(true);
  const erased = await store.edits.remove(edit!.id);
  expect({ ...erased, artifacts: [...erased.artifacts].sort() }).toEqual({
    edits: 1,
    artifacts: ['a-heat', 'a-source'],
  });
  expect(await store.edits.uses('a-heat')).toBe(false);
});

test('Forgetting a member leaves others, and edits that went on from theirs.', async () => {
  const { store } = await storeForTest();
  const parent = await store.edits.add(request({ interactionId: '1' }));
  await store.deliveries.done(parent!.id, { channelId: '1', messageId: '2' });
  const child = await store.edits.add(request({ interactionId: '2', userId: 'bruno', parentId: parent!.id }));
  // The child goes on from the parent's picture.
  expect(await store.edits.removeSomeOf('ada')).toEqual({ edits: 1, artifacts: [] });
  expect(await store.edits.removeSomeOf('ada')).toEqual({ edits: 0, artifacts: [] });
  expect(await store.edits.get(child!.id)).toMatchObject({ userId: 'bruno' });
  expect(await store.edits.get(parent!.id)).toBeUndefined();
  expect(await store.deliveries.get(parent!.id)).toBeUndefined();
});

test('Old edits go once they are finished, delivered and closed, a few at a time.', async () => {
  const { store } = await storeForTest();
  const [done, untold, running] = await Promise.all(
    ['1', '2', '3'].map(interactionId =>
      store.edits.add(request({ interactionId, source: `a-${interactionId}` })),
    ),
  );
  await store.edits.finish(done!.id, 'failed');
  await store.edits.setDelivered(done!.id);
  await store.edits.finish(untold!.id, 'failed');
  const soon = new Date(Date.now() + 60_000);
  expect(await store.edits.removeSomeBefore(new Date(0))).toEqual({ edits: 0, artifacts: [] });
  expect(await store.edits.removeSomeBefore(soon)).toEqual({ edits: 1, artifacts: ['a-1'] });
  expect((await store.edits.unsettled()).map(({ id }) => id)).toEqual([untold!.id]);
  expect((await store.edits.unfinished()).map(({ id }) => id)).toEqual([running!.id]);
});

test('A delivery is new the first time, repeated afterwards, and known once it is done.', async () => {
  const { store } = await storeForTest();
  const { id } = (await store.edits.add(request()))!;
  expect(await store.deliveries.begin(id)).toEqual({ repeated: false });
  expect(await store.deliveries.begin(id)).toEqual({ repeated: true });
  await store.deliveries.done(id, { channelId: '1', messageId: '2' });
  expect(await store.deliveries.begin(id)).toEqual({
    repeated: true,
    posted: { channelId: '1', messageId: '2' },
  });
});

test('Settings are those of the server, else the defaults; a change leaves the rest.', async () => {
  const { store } = await storeForTest();
  await store.settings.set('farm', { picturesPerHour: 0 });
  expect(await store.settings.set('farm', { atOnce: 7 })).toEqual({ picturesPerHour: 0, atOnce: 7 });
  expect(await store.settings.get('town')).toEqual(LIMITS);
  expect(await store.settings.get(undefined)).toEqual(LIMITS);
  await expect(store.settings.set('farm', { atOnce: 0 })).rejects.toThrow();
});

test('Recent words come latest first, each once, and no more than twenty-five.', async () => {
  const { store } = await storeForTest();
  for (let i = 0; i < 30; i++) await store.words.remember('ada', 'from', `word ${i}`);
  await store.words.remember('ada', 'from', 'word 10');
  const recent = await store.words.recent('ada', 'from');
  expect(recent.slice(0, 3)).toEqual(['word 10', 'word 29', 'word 28']);
  expect(recent).toHaveLength(25);
  expect(await store.words.recent('ada', 'to')).toEqual([]);
});

test('A draft is its maker’s alone.', async () => {
  const { store } = await storeForTest();
  const pictures = [{ url: 'https://cdn.discordapp.com/a.png', name: 'a.png', size: 1 }];
  const id = newId();
  await store.drafts.add({ id, userId: 'ada', pictures });
  expect(await store.drafts.get(id, 'ada')).toEqual(pictures);
  expect(await store.drafts.get(id, 'bruno')).toBeUndefined();
});

/** A store with its one member, who has five pictures an hour. */
async function allowanceForTest() {
  const { pool, store } = await storeForTest();
  let last = 0;
  const ask = (pictures: number, perHour = 5) =>
    store.edits.add(request({ interactionId: `${++last}` }), { key: 'ada', pictures, perHour });
  return { pool, store, ask, left: (perHour = 5) => store.hourly.left('ada', perHour) };
}

test('What an edit costs is taken when it is written down, both or neither, and given back once.', async () => {
  const { pool, store, ask, left } = await allowanceForTest();
  const first = await ask(4);
  expect(await left()).toBe(1);
  for (let i = 0; i < 3; i++) expect(await ask(2)).toBeUndefined();
  expect([await left(), (await store.edits.unfinished()).length]).toEqual([1, 1]);
  expect((await store.hourly.retryAt('ada')).getTime() - Date.now()).toBeGreaterThan(3_500_000);
  const again = { key: 'ada', pictures: 1, perHour: 5 };
  expect(await store.edits.add(request({ interactionId: '1' }), again)).toBeUndefined();
  expect(await left()).toBe(1);
  // An edit that cannot be written down costs nothing.
  await pool.query('alter table inlay.edits add constraint no_room check (source_name <> $$torn.png$$)');
  const torn = request({ interactionId: 'torn', sourceName: 'torn.png' });
  await expect(store.edits.add(torn, again)).rejects.toThrow(/no_room/);
  expect(await left()).toBe(1);
  await Promise.all([1, 2, 3].map(() => store.edits.refund(first!.id, 'ada')));
  expect(await left()).toBe(5);
});

test('Work of less than a picture adds up; a changed allowance counts what was used before.', async () => {
  const { ask, left } = await allowanceForTest();
  for (let i = 0; i < 4; i++) await ask(0.25);
  expect([await left(), await left(10), await left(1)]).toEqual([4, 9, 0]);
  expect(await ask(4.01)).toBeUndefined();
  expect(await ask(4)).toBeDefined();
});

test('After its hour a charge is not given back, and the allowance is whole.', async () => {
  const { store, ask, left } = await allowanceForTest();
  const used = await ask(5);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 });
  try {
    expect(await left()).toBe(5);
    await ask(2);
    await store.edits.refund(used!.id, 'ada');
    expect(await left()).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});

test('What a server sets is held under the operator’s ceilings.', async () => {
  const pool = await emptied();
  const { settings } = await openStore(pool, { ...LIMITS, ceilings: { picturesPerHour: 7, atOnce: 3 } });
  expect(await settings.set('farm', { picturesPerHour: 900, atOnce: 20 })).toEqual({
    picturesPerHour: 7,
    atOnce: 3,
  });
  expect(await settings.get(undefined)).toEqual(LIMITS);
});
