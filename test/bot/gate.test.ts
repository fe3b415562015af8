import { expect, test } from 'vitest';
import { admit, refund } from '../../src/bot/gate.ts';
import { priceOf } from '../../src/bot/price.ts';
import type { Ask } from '../../src/commands/ask.ts';
import type { Refusal } from '../../src/discord/refusal.ts';
import { TEXTS } from '../../src/language/texts/index.ts';
import { openStore } from '../../src/store/index.ts';
import { databaseForTest } from '../support/database.ts';

const ask = (change: Partial<Ask> = {}): Ask => ({
  layout: 'single',
  source: 'a-source',
  sourceName: 'p.png',
  base: { from: 'horse', to: 'zebra' },
  runs: [{}],
  ...change,
});
const pack = {
  name: 'emoji',
  title: '',
  version: '1',
  colours: false,
  steps: 1,
  outline: { threshold: 150, grow: 1 },
  closed: true,
  finds: [],
  paints: [],
  removes: [],
  relations: [],
};
const packs = { defaultPack: pack, all: [pack, { ...pack, name: 'photo', steps: 20 }] };

test.each([
  ['a picture', {}, 1],
  ['four of them', { runs: [{}, {}, {}, {}] }, 4],
  ['a picture of many steps', { base: { from: 'horse', to: 'zebra', steps: 100 } }, 12.5],
  ['steps that the pack makes anyway', { pack: 'photo', runs: [{ steps: 20 }] }, 1],
  ['twice as many, in two pictures', { pack: 'photo', runs: [{ steps: 40 }, { steps: 40 }] }, 4],
  ['finding alone', { layout: 'mask' as const, runs: [] }, 0.25],
])('What %s costs follows the work.', (_, change, price) => {
  expect(priceOf(ask(change), packs)).toBe(price);
});

test('The gate counts what a member has everywhere, what a server has, the work, and masks too.', async () => {
  const store = await openStore(await databaseForTest(), { picturesPerHour: 3, atOnce: 2 });
  let last = 0;
  const enter = async (userId: string, guildId: string | undefined, change: Partial<Ask> = {}) => {
    const asked = ask(change);
    const where = { locale: 'en-US', destination: { channelId: '1' }, sizeLimit: 1, private: false };
    const edit = { ...asked, ...where, interactionId: `${++last}`, userId, guildId };
    try {
      return (await admit({ edit, price: priceOf(asked, packs), serverShare: 3 }, store))?.userId;
    } catch (error) {
      return (error as Refusal).say(TEXTS.en);
    }
  };
  expect(await enter('ada', 'farm')).toBe('ada');
  expect(await enter('ada', 'city')).toBe('ada');
  expect(await enter('ada', undefined)).toMatch(/^You already have 2/);
  expect(await enter('bruno', 'farm', { layout: 'mask', runs: [] })).toBe('bruno');
  expect(await store.hourly.left('farm-bruno', 3)).toBe(2);
  const many = { base: { from: 'horse', to: 'zebra', steps: 100 } };
  expect(await enter('chie', 'farm', many)).toMatch(
    /^That is as much work as 13 pictures, and the limit here is 3 /,
  );
  expect(await enter('chie', 'farm')).toBe('chie');
  expect(await enter('dora', 'farm')).toMatch(/^This server already has 3 waiting or running/);
  expect(await enter('dora', 'city')).toBe('dora');
});

test('Where painting is switched off, finding is not; one interaction is let in once, and given back once.', async () => {
  const store = await openStore(await databaseForTest(), { picturesPerHour: 0, atOnce: 2 });
  const where = { locale: 'en-US', destination: { channelId: '1' }, sizeLimit: 1, private: false };
  const who = { interactionId: '1', userId: 'ada', guildId: 'farm' };
  const painting = { edit: { ...ask(), ...where, ...who }, price: 1 };
  await expect(admit(painting, store)).rejects.toThrow('refused');
  const finding = { edit: { ...ask({ layout: 'mask', runs: [] }), ...where, ...who }, price: 4 };
  const edit = await admit(finding, store);
  expect(await admit(finding, store)).toBeUndefined();
  expect(await store.hourly.left('farm-ada', 10)).toBe(6);
  await refund(edit!, store);
  await refund(edit!, store);
  expect(await store.hourly.left('farm-ada', 10)).toBe(10);
});
