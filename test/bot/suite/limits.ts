import { expect, test } from 'vitest';
import type { Reply } from '../../support/discord.ts';
import { horsePicture } from '../../support/scenes.ts';
import { finalOf, PATIENCE } from './look.ts';
import { rig } from './rig.ts';

const horseToZebra = async () => ({ image: await horsePicture(), from: 'horse', to: 'zebra' });

// limits
/** What a reply says once it says something. */
async function said(reply: Reply): Promise<string> {
  await rig().discord.until(() => reply.message().content !== '');
  return reply.message().content;
}

test('Moderators see and set them; the answer is theirs alone.', async () => {
  const { moderator } = rig().discord;
  const shown = await moderator.command('limits show');
  expect(await said(shown)).toMatch(/^Each member may have 1000 pictures painted an hour, and 20 requests/);
  expect((shown.message().flags ?? 0) & 64).toBe(64);
  const set = await moderator.command('limits set', { pictures: 2, 'at-once': 2 });
  expect(await said(set)).toMatch(/^Each member may have 2 pictures painted an hour, and 2 requests/);
  expect(await said(await moderator.command('limits set'))).toBe('Name a limit to change.');
});

test('Past the hour’s pictures the answer says when to come back.', async () => {
  const { discord, store } = rig();
  const nora = discord.newcomer('nora-eager');
  const key = `${discord.guildId}-${nora.user.id}`;
  const final = await finalOf(rig(), await nora.command('edit', await horseToZebra()));
  expect(await store.hourly.left(key, 2)).toBe(1);
  await finalOf(rig(), await nora.press(final, 'Again'));
  const refused = await said(await nora.press(final, 'Again'));
  const [, when] = /^That is more than 2 pictures an hour\. You can ask again <t:(\d+):R>\.$/.exec(refused)!;
  const inSeconds = Number(when) - Date.now() / 1000;
  expect(inSeconds).toBeGreaterThan(3000);
  expect(inSeconds).toBeLessThan(3602);
  expect(await store.hourly.left(key, 2)).toBe(0);
});

test('More at one go than an hour allows is refused with both numbers.', async () => {
  const { discord } = rig();
  const reply = await discord
    .newcomer('nora-greedy')
    .command('edit', { ...(await horseToZebra()), variants: 4 });
  expect(await said(reply)).toBe(
    'That would paint 4 pictures, and the limit here is 2 an hour. Ask for fewer.',
  );
});

test('Requests at once are counted, also when they come together, and a cancelled one makes room.', async () => {
  const { discord, store } = rig();
  await discord.moderator.command('limits set', { pictures: 100 });
  const nora = discord.newcomer('nora-parallel');
  const slow = { ...(await horseToZebra()), steps: 24 };
  const replies = await Promise.all([1, 2, 3, 4].map(() => nora.command('edit', slow)));
  const answers = await Promise.all(replies.map(said));
  const refused = answers.filter(answer => answer.startsWith('You already have 2 waiting or running.'));
  expect(refused).toHaveLength(2);
  const list = await nora.command('queue');
  await discord.until(() => (list.message().components?.length ?? 0) > 0);
  await said(await nora.press(list.message(), 'Cancel: horse → zebra'));
  const left = await store.edits.unfinished(nora.user.id);
  expect(left.length).toBeLessThan(2);
  for (const edit of left) {
    await finalOf(rig(), replies.find(({ interaction }) => interaction.id === edit.interactionId)!);
  }
});

test('A server can switch painting off; finding still works.', async () => {
  const { discord } = rig();
  const off = await discord.moderator.command('limits set', { pictures: 0 });
  expect(await said(off)).toBe('Painting is switched off in this server.');
  const nora = discord.newcomer('nora-late');
  expect(await said(await nora.command('edit', await horseToZebra()))).toBe(
    'Painting is switched off in this server.',
  );
  await nora.command('mask', { image: await horsePicture(), from: 'horse', threshold: 151 });
  await discord.waitFor(message => message.content.includes('K 151'), { timeout: PATIENCE });
  await discord.moderator.command('limits set', { pictures: 1000, 'at-once': 20 });
});
