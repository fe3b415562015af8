import type { APIMessage } from 'discord-api-types/v10';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { withoutMetadata } from '../../../src/pipeline/image/metadata/index.ts';
import { makeChunk, withChunks } from '../../../src/pipeline/image/png-chunks.ts';
import { horseBytes, horsePicture } from '../../support/scenes.ts';
import { finalOf, PATIENCE, statusOf } from './look.ts';
import { rig } from './rig.ts';

// the course of an edit, from the command until it is forgotten
test('An edit goes through a thread, its status and the mask to the result.', async () => {
  const { discord } = rig();
  const { ada } = discord;
  const horse = await horsePicture();
  const telling = makeChunk('tEXt', Buffer.from('Author\0Ada Lovelace, 48.2082 N'));
  const reply = await ada.command('edit', {
    image: { ...horse, bytes: withChunks(horse.bytes, [telling]) },
    from: 'horse',
    to: 'zebra',
    seed: 7,
  });
  expect(reply.kind).toBe('deferred');
  const final = await finalOf(rig(), reply);
  const thread = discord.threads().find(({ id }) => id === final.channel_id);
  expect(thread?.name).toBe('horse → zebra');
  expect(reply.message().content).toBe(
    `<@${ada.user.id}> asked for **horse → zebra**. Follow it in the thread.`,
  );
  expect(final.content).toMatch(/^<@\d+> \*\*horse → zebra\*\* is ready\.$/m);
  expect(final.content).toMatch(/✅ [\d.]+% of the picture changed, the rest is exactly as it was\./);
  expect(final.content).toMatch(/seed 7 · guidance 1 · K 150 · \d+ seconds?$/m);
  expect(final.mentions.map(({ id }) => id)).toEqual([ada.user.id]);
  const [before, after] = final.attachments;
  expect([before.filename, before.description]).toEqual([
    'before.png',
    'Before: the picture as it was sent (horse)',
  ]);
  expect([after.filename, after.description]).toEqual([
    'after.png',
    'After: zebra instead of horse, the rest unchanged',
  ]);
  const [source, result] = [await discord.download(before), await discord.download(after)];
  // What the bot posts says nothing of who sent it.
  expect([source, result].map(file => file.includes('Ada Lovelace'))).toEqual([false, false]);
  expect(source.equals(withoutMetadata(await horseBytes())!)).toBe(true);
  const { xmpAsString } = await sharp(result).metadata();
  expect(xmpAsString).toContain('zebra');
});

test('The status is edited in place, from the queue through the mask to done, and pings nobody.', async () => {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', {
    image: await horsePicture(),
    from: 'horse',
    to: 'tiger',
    steps: 48,
  });
  const final = await finalOf(rig(), reply);
  const status = await statusOf(rig(), final);
  await discord.until(
    () => discord.message(status.id).content.endsWith('Done. The result is below.'),
    PATIENCE,
  );
  const states = discord.history(status.id).map(({ content }) => content);
  expect(states.join('\n')).toMatch(/▰+▱* \d+%/);
  expect(states.some(state => state.includes('The coloured part will be repainted.'))).toBe(true);
  const masked = discord.history(status.id).find(({ attachments }) => attachments.length > 0);
  expect(masked?.attachments[0].filename).toBe('mask.png');
  const previewed = discord
    .history(status.id)
    .find(({ attachments }) => attachments.some(({ filename }) => filename === 'preview.png'));
  expect(previewed?.attachments.map(({ filename }) => filename)).toEqual(['mask.png', 'preview.png']);
  const closed = discord.message(status.id);
  expect(closed.attachments.map(({ filename }) => filename)).toEqual(['mask.png']);
  expect(closed.components).toEqual([]);
  expect(discord.history(status.id).every(({ mentions }) => mentions.length === 0)).toBe(true);
});

test('/forget-me asks, then erases edits, words and files.', async () => {
  const { discord, store, queue } = rig();
  const nora = discord.newcomer('norma');
  await finalOf(
    rig(),
    await nora.command('edit', { image: await horsePicture(), from: 'horse', to: 'zebra' }),
  );
  const [edit] = [await store.edits.latestOf(nora.user.id)];
  const asked = await nora.command('forget-me');
  await discord.until(() => asked.message().components?.length === 1);
  const done = await nora.press(asked.message(), 'Erase everything');
  await discord.until(() => done.message().content.includes('(1)'));
  expect(await store.edits.latestOf(nora.user.id)).toBeUndefined();
  expect(await store.words.recent(nora.user.id, 'from')).toEqual([]);
  await expect(queue.artifacts.get(edit!.source)).rejects.toMatchObject({ code: 'expired' });
  const old = discord.messages(edit!.destination.threadId!).at(-1) as APIMessage;
  const pressed = await nora.press(old, 'Again');
  await discord.until(() => pressed.message().content !== '');
  expect(pressed.message().content).toBe('I no longer have this one. Start again with /edit.');
});
