import { Locale } from 'discord-api-types/v10';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { withoutMetadata } from '../../../src/pipeline/image/metadata/index.ts';
import { textOf } from '../../../src/playground/messages/view.ts';
import { emptyPicture, horseBytes, horsePicture } from '../../support/scenes.ts';
import { finalOf, labelsOf, PATIENCE } from './look.ts';
import { rig } from './rig.ts';

// commands
test('A word in the member’s own language means the object, and the answer is in that language.', async () => {
  const { discord } = rig();
  const reply = await discord.bruno.command('edit', {
    image: await horsePicture(),
    from: 'rennpferd',
    to: 'Zebra',
  });
  const final = await finalOf(rig(), reply);
  expect(final.content).toContain('**Pferd → Zebra** ist fertig.');
  expect(final.content).toContain('„rennpferd“ verstehe ich als Pferd.');
  expect(final.content).toMatch(/[\d,]+\s%\sdes Bildes geändert, der Rest ist genau wie vorher\./);
  expect(labelsOf(final)).toContain('Noch einmal');
  expect(discord.threads().find(({ id }) => id === final.channel_id)?.name).toBe('Pferd → Zebra');
});

test('A word of another language than the member’s is understood too, and the reply says so.', async () => {
  const reply = await rig().discord.ada.command('mask', {
    image: await horsePicture(),
    from: 'caballo',
  });
  const panel = await rig().discord.waitFor(
    message => message.content.includes('Found it') && message.attachments.length > 0,
    { timeout: PATIENCE },
  );
  expect(reply.message().content).toContain('asked for **horse**');
  expect(panel.content).toContain('“caballo” is horse to me.');
});

test('A word that the pack does not know gets its nearest ones, before anything is fetched.', async () => {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', {
    image: await horsePicture(),
    from: 'horsy',
    to: 'zebra',
  });
  await discord.until(() => reply.message().content !== '');
  expect(reply.message().content).toMatch(/^I do not know “horsy”\. The nearest words I know: horse/);
});

test('What can be found but not painted has a sentence of its own.', async () => {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', {
    image: await horsePicture(),
    from: 'horse',
    to: 'poodle',
  });
  await discord.until(() => reply.message().content !== '');
  expect(reply.message().content).toMatch(/^I can find “poodle”, but not paint it\. I can paint /);
});

test('An object that is not there: the heat map, what is there instead, no charge.', async () => {
  const { discord, store } = rig();
  const { chie } = discord;
  const key = `${discord.guildId}-${chie.user.id}`;
  const before = await store.hourly.left(key, 1000);
  const reply = await chie
    .speaking(Locale.EnglishUS)
    .command('edit', { image: await emptyPicture(), from: 'horse', to: 'zebra' });
  const told = await discord.waitFor(
    message => message.content.includes('I cannot see horse') && message.mentions[0]?.id === chie.user.id,
    { timeout: PATIENCE },
  );
  expect(told.attachments.map(({ filename }) => filename)).toEqual(['heat.png']);
  expect(told.attachments[0].description).toContain('Heat map');
  expect(told.content).toContain('This does not count towards your limit.');
  expect(await store.hourly.left(key, 1000)).toBe(before);
  expect(reply.kind).toBe('deferred');
});

test('The most likely candidate is edited all the same, when a member wants it.', async () => {
  const { discord } = rig();
  await discord.ada.command('edit', { image: await horsePicture(), from: 'door', to: 'zebra' });
  const told = await discord.waitFor(message => message.content.includes('I cannot see door'), {
    timeout: PATIENCE,
  });
  expect(labelsOf(told).slice(-2)).toEqual(['Edit the likeliest place', 'Edit the words…']);
  const anyway = await finalOf(rig(), await discord.ada.press(told, 'Edit the likeliest place'));
  expect(textOf(anyway)).toContain('of the picture changed, the rest is exactly as it was.');
});

test('/edit with variants shows them two by two, and one can be picked.', async () => {
  const { discord } = rig();
  const reply = await discord.ada.command('edit', {
    image: await horsePicture(),
    from: 'horse',
    to: 'zebra',
    variants: 4,
  });
  const sheet = await finalOf(rig(), reply);
  expect(sheet.content).toContain('pick the one you like');
  expect(labelsOf(sheet)).toEqual(['1', '2', '3', '4', 'Edit the words…', 'Delete']);
  const file = sheet.attachments.find(({ filename }) => filename === 'sheet.png')!;
  expect(file.description).toBe('4 versions side by side, numbered from the top left');
  const { width = 0, height = 0 } = await sharp(await discord.download(file)).metadata();
  expect(width).toBeGreaterThan(2 * 192);
  expect(height).toBeGreaterThan(2 * 160);
  const picked = await discord.bruno.press(sheet, '3');
  await discord.until(() => picked.message().attachments.length === 2);
  expect(picked.message().content).toContain('**Pferd → Zebra**');
  expect(labelsOf(picked.message())).toContain('Führung +');
});

test('/again repeats the last edit with another word and another seed.', async () => {
  const { discord } = rig();
  const first = await discord.ada.command('edit', {
    image: await horsePicture(),
    from: 'horse',
    to: 'zebra',
  });
  await finalOf(rig(), first);
  const second = await discord.ada.command('again', { to: 'tiger' });
  const final = await finalOf(rig(), second);
  expect(final.content).toContain('**horse → tiger** is ready.');
});

test('/again without an edit says how to start.', async () => {
  const { discord } = rig();
  const reply = await discord.newcomer('nora').command('again', {});
  await discord.until(() => reply.message().content !== '');
  expect(reply.message().content).toBe('You have no edit yet. Start with /edit.');
});

test('/packs, /help and /queue answer the asker alone.', async () => {
  const { discord } = rig();
  const nora = discord.newcomer('nina');
  const packs = (await nora.command('packs')).message();
  expect(packs.content).toMatch(
    /\*\*emoji\*\* [\d.]+, .*finds 442 things, paints 442 \(used when you name none\)/,
  );
  const help = (await nora.command('help')).message();
  expect(help.content).toMatch(/^\*\*I replace one thing/);
  const queue = await nora.command('queue');
  await discord.until(() => queue.message().content !== '');
  expect(queue.message().content).toMatch(/^Nothing of yours is waiting\.\n-# You can have 1000 of 1000/);
  for (const { flags = 0 } of [packs, help, queue.message()]) expect(flags & 64).toBe(64);
});

test('Autocomplete suggests in the member’s language, recent words first.', async () => {
  const { discord } = rig();
  const chie = discord.newcomer('chieko').speaking(Locale.Japanese);
  const names = (choices: readonly { name: string }[]) => choices.map(({ name }) => name);
  expect(names(await chie.autocomplete('edit', 'from', { from: 'ウマ' }))[0]).toBe('馬');
  expect(names(await chie.autocomplete('edit', 'to', { to: 'シマ' }))).toContain('シマウマ');
  const first = names(await chie.autocomplete('edit', 'from', { from: '' }));
  expect(first).toHaveLength(25);
  await rig().store.words.remember(chie.user.id, 'from', 'トラ');
  expect(names(await chie.autocomplete('edit', 'from', { from: '' }))[0]).toBe('トラ');
  expect(names(await chie.autocomplete('edit', 'pack', { pack: 'em' }))[0]).toMatch(/^emoji: /);
});

test('The context menu opens a form for one of several pictures, and the form starts the edit.', async () => {
  const { discord } = rig();
  const post = await discord.bruno.say('Look!', [await emptyPicture(), await horsePicture('second.png')]);
  const opened = await discord.ada.contextMenu('Edit this image…', post);
  const modal = opened.modal();
  const submitted = await discord.ada.submit(modal, { which: ['1'], from: 'horse', to: 'zebra' });
  const final = await finalOf(rig(), submitted);
  expect(final.content).toContain('**horse → zebra** is ready.');
  expect(await discord.download(final.attachments[0])).toEqual(withoutMetadata(await horseBytes()));
});

test('The context menu says when a message holds no picture.', async () => {
  const { discord } = rig();
  const post = await discord.bruno.say('Only words.');
  const reply = await discord.ada.contextMenu('Edit this image…', post);
  expect(textOf(reply.message())).toBe('There is no picture in that message.');
});
