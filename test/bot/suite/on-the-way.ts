import { expect, test } from 'vitest';
import { horsePicture } from '../../support/scenes.ts';
import { editOf, finalOf, labelsOf, PATIENCE, statusPainting, statusWhere } from './look.ts';
import { rig } from './rig.ts';

// buttons on the way
test('A mask can be changed in its message by its owner, and then painted.', async () => {
  const { discord } = rig();
  await discord.ada.command('mask', { image: await horsePicture(), from: 'horse', threshold: 160 });
  const panel = await discord.waitFor(message => message.content.includes('K 160'), { timeout: PATIENCE });
  expect(labelsOf(panel)).toEqual(['Mask −', 'Mask +', 'Shrink', 'Grow', 'Paint…']);
  await discord.bruno.press(panel, 'Mask +');
  const seenBy = discord.bruno.user.id;
  await discord.waitFor(/^Das kann nur/, { channelId: panel.channel_id, seenBy });
  await discord.ada.press(panel, 'Mask +');
  await discord.until(() => discord.message(panel.id).content.includes('K 140'), PATIENCE);
  const opened = await discord.ada.press(discord.message(panel.id), 'Paint…');
  const final = await finalOf(rig(), await discord.ada.submit(opened.modal(), { to: 'zebra' }));
  expect(final.content).toMatch(/\*\*horse → zebra\*\* is ready[\s\S]*K 140/);
});

test('Looks wrong stops the painting, gives it back, and lets the mask be changed first.', async () => {
  const { discord, store } = rig();
  const nora = discord.newcomer('nora-doubts');
  const reply = await nora.command('edit', {
    image: await horsePicture(),
    from: 'horse',
    to: 'zebra',
    steps: 48,
    variants: 2,
  });
  const status = await statusWhere(rig(), reply, message => labelsOf(message).includes('Looks wrong'));
  await nora.press(status, 'Looks wrong');
  await discord.until(() => labelsOf(discord.message(status.id)).includes('Paint it'), PATIENCE);
  expect((await editOf(rig(), reply)).state).toBe('cancelled');
  expect(await store.hourly.left(`${discord.guildId}-${nora.user.id}`, 1000)).toBe(1000);
  const painted = await nora.press(discord.message(status.id), 'Paint it');
  const { base } = await editOf(rig(), painted);
  expect(base).toMatchObject({ from: 'horse', to: 'zebra', steps: 48 });
  await rig().discord.waitFor(message => message.id === painted.message().id && message.content !== '');
  await nora.press(painted.message(), 'Cancel');
});

test('What runs is cancelled by its author, not by others, and costs nothing.', async () => {
  const { discord, store } = rig();
  const nora = discord.newcomer('nora-stops');
  const reply = await nora.command('edit', {
    image: await horsePicture(),
    from: 'horse',
    to: 'zebra',
    steps: 48,
    variants: 4,
  });
  const status = await statusPainting(rig(), reply);
  const refused = await discord.bruno.press(status, 'Cancel');
  await discord.until(() => refused.message().content !== '');
  expect(refused.message().content).toMatch(/^Das kann nur/);
  const stopped = await nora.press(status, 'Cancel');
  await discord.until(() => stopped.message().content.startsWith('Cancelled.'));
  await discord.until(() => discord.message(status.id).content.includes('Cancelled.'));
  expect(labelsOf(discord.message(status.id))).toEqual([]);
  expect((await editOf(rig(), reply)).state).toBe('cancelled');
  expect(await store.hourly.left(`${discord.guildId}-${nora.user.id}`, 1000)).toBe(1000);
  const late = await nora.press({ ...status, id: status.id }, 'Cancel').catch((error: Error) => error);
  expect(String(late)).toContain('There is no such component');
});

test('What waits is cancelled from /queue, and a moderator may do it from the status.', async () => {
  const { discord } = rig();
  const [nora, mona] = [discord.newcomer('nora-waits'), discord.moderator];
  const slow = { image: await horsePicture(), from: 'horse', to: 'zebra', steps: 96, variants: 4 };
  const running = await nora.command('edit', slow);
  const waiting = await nora.command('edit', { ...slow, to: 'tiger' });
  await statusWhere(rig(), waiting, message => labelsOf(message).includes('Cancel'));
  const list = await nora.command('queue');
  await discord.until(() => labelsOf(list.message()).length === 2);
  expect(list.message().content).toContain('**horse → tiger**: ');
  const cancelled = await nora.press(list.message(), 'Cancel: horse → tiger');
  await discord.until(() => cancelled.message().content.startsWith('Cancelled.'));
  expect((await editOf(rig(), waiting)).state).toBe('cancelled');
  const { destination } = await editOf(rig(), running);
  const stopped = await mona.press(discord.message(destination.statusId!), 'Cancel');
  await discord.until(() => stopped.message().content.startsWith('Cancelled.'));
  expect((await editOf(rig(), running)).state).toBe('cancelled');
});
