import type { APIMessage } from 'discord-api-types/v10';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { withoutMetadata } from '../../../src/pipeline/image/metadata/index.ts';
import { readBuiltIn } from '../../support/packs.ts';
import { horsePicture } from '../../support/scenes.ts';
import { editIdsIn, editOf, finalOf, labelsOf } from './look.ts';
import { rig } from './rig.ts';

/** The built-in pack's default guidance. */
const { guidanceScale: DEFAULT } = readBuiltIn().defaults as { guidanceScale: number };

// buttons under a result
let result: APIMessage;
beforeAll(async () => {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', {
    image: await horsePicture(),
    from: 'horse',
    to: 'zebra',
    seed: 11,
  });
  result = await finalOf(rig(), reply);
});

/** Presses a button as Ada and waits for what it paints. */
async function pressed(label: string): Promise<APIMessage> {
  return finalOf(rig(), await rig().discord.ada.press(result, label));
}
const details = ({ content }: APIMessage) => {
  const [, seed, guidance, k] = /seed ([\d, ]+) · guidance ([\d., ]+) · K (\d+)/.exec(content)!;
  return { seed, guidance, k };
};

test('All of them are there.', () => {
  expect(labelsOf(result)).toEqual([
    ...['Again', 'Variations', 'Guidance −', 'Guidance +', 'Guidance ladder'],
    ...['Mask −', 'Mask +', 'Shrink', 'Grow', 'Invert'],
    ...['Edit the words…', 'Use as new source…', 'Compare', 'Delete'],
  ]);
});

test('Again paints with another seed and all else alike.', async () => {
  const { seed, guidance, k } = details(await pressed('Again'));
  expect(seed).not.toBe('11');
  expect({ guidance, k }).toEqual({ guidance: String(DEFAULT), k: '150' });
});

test.each([
  ['Guidance +', { seed: '11', guidance: String(DEFAULT + 1), k: '150' }],
  ['Guidance −', { seed: '11', guidance: String(DEFAULT - 0.25), k: '150' }],
  ['Mask +', { seed: '11', guidance: String(DEFAULT), k: '130' }],
  ['Mask −', { seed: '11', guidance: String(DEFAULT), k: '170' }],
])('%s changes that alone.', async (label, expected) => {
  expect(details(await pressed(label))).toEqual(expected);
});

test.each([
  ['Grow', { grow: 4 }],
  ['Shrink', { grow: -2 }],
  ['Invert', { invert: true, mask: 'exact', tighten: false }],
])('%s goes into the recipe.', async (label, expected) => {
  const reply = await rig().discord.ada.press(result, label);
  await finalOf(rig(), reply);
  const { result: outcome } = await editOf(rig(), reply);
  if (outcome?.outcome !== 'done') throw new Error('It was not painted');
  expect(outcome.runs[0].report.recipe).toMatchObject({ ...expected, seed: 11 });
});

test('A result of a result stays in the thread it came from.', async () => {
  expect((await pressed('Again')).channel_id).toBe(result.channel_id);
});

test('Variations paints four, and the picked one has every button again.', async () => {
  const { discord } = rig();
  const sheet = await pressed('Variations');
  expect(sheet.content).toContain('pick the one you like');
  const chosen = await discord.ada.press(sheet, '2');
  await discord.until(() => chosen.message().attachments.length === 2);
  const picked = chosen.message();
  expect(picked.content).toContain('the one you picked');
  expect(details(picked).seed).toBe(details(sheet).seed.split(', ')[1]);
  expect(labelsOf(picked)).toEqual(labelsOf(result));
});

test('The guidance ladder keeps the noise, and one scale is picked from a menu.', async () => {
  const { discord } = rig();
  const ladder = await pressed('Guidance ladder');
  expect(details(ladder)).toMatchObject({ seed: '11', guidance: '1, 1.5, 2, 3, 5, 8' });
  expect(labelsOf(ladder)).toEqual(['1', '1.5', '2', '3', '5', '8', 'Edit the words…', 'Delete']);
  const chosen = await discord.ada.select(ladder, ['4']);
  await discord.until(() => chosen.message().attachments.length === 2);
  expect(details(chosen.message())).toMatchObject({ seed: '11', guidance: '5' });
});

test('Edit the words… opens a form with the words, and paints others in the same picture.', async () => {
  const { discord } = rig();
  const opened = await discord.bruno.press(result, 'Edit the words…');
  const form = opened.modal();
  expect(JSON.stringify(form)).toContain('Pferd');
  const final = await finalOf(rig(), await discord.bruno.submit(form, { to: 'Tiger' }));
  expect(final.content).toContain('**Pferd → Tiger** ist fertig.');
});

test('Unknown words are reported after the form, too.', async () => {
  const { discord } = rig();
  const opened = await discord.ada.press(result, 'Edit the words…');
  const reply = await discord.ada.submit(opened.modal(), { to: 'zebbra' });
  await discord.until(() => reply.message().content !== '');
  expect(reply.message().content).toMatch(/^I do not know “zebbra”\. The nearest words I know: zebra/);
});

test('Use as new source… goes on from the result.', async () => {
  const { discord } = rig();
  const after = result.attachments.find(({ filename }) => filename === 'after.png')!;
  const opened = await discord.ada.press(result, 'Use as new source…');
  const reply = await discord.ada.submit(opened.modal(), { from: 'horse', to: 'cow' });
  await discord.waitFor(
    message => message.channel_id === result.channel_id && message.content.includes('horse → cow'),
  );
  const { source } = await editOf(rig(), reply);
  // What is posted of a picture is without its metadata.
  expect(withoutMetadata(await rig().queue.artifacts.get(source))).toEqual(await discord.download(after));
});

test('Compare shows before, mask and after to the one who asks alone.', async () => {
  const { discord } = rig();
  const reply = await discord.bruno.press(result, 'Compare');
  await discord.until(() => reply.message().attachments.length === 1);
  const { flags = 0, attachments } = reply.message();
  expect(flags & 64).toBe(64);
  const { width = 0, height = 1 } = await sharp(await discord.download(attachments[0])).metadata();
  expect(width / height).toBeGreaterThan(3);
});

test('Somebody else’s press begins an edit of their own, at their own cost.', async () => {
  const { discord, store } = rig();
  const nora = discord.newcomer('nora-presses');
  const reply = await nora.in(result.channel_id).press(result, 'Again');
  const final = await finalOf(rig(), reply);
  expect(final.mentions.map(({ id }) => id)).toEqual([nora.user.id]);
  expect(await store.hourly.left(`${discord.guildId}-${nora.user.id}`, 1000)).toBe(999);
});

test('Only its author and moderators may delete a result.', async () => {
  const { discord, store } = rig();
  const mine = await pressed('Again');
  const refused = await discord.bruno.press(mine, 'Delete');
  await discord.until(() => refused.message().content !== '');
  expect(refused.message().content).toBe('Das kann nur, wer darum gebeten hat, oder jemand vom Team.');
  const [editId] = editIdsIn(mine);
  const allowed = await discord.moderator.press(mine, 'Delete');
  await discord.until(() => allowed.message().content === 'Deleted.');
  expect(discord.messages(mine.channel_id).some(message => message.id === mine.id)).toBe(false);
  expect(await store.edits.get(editId)).toBeUndefined();
});
