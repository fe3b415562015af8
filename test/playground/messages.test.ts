import { ComponentType, MessageFlags, type TextChannel } from 'discord.js';
import { expect, test } from 'vitest';
import { discordForTest } from '../support/discord.ts';
import { logIn, picture } from '../support/discord-bot.ts';

/** A playground, a client, and the channel that both know. */
async function channel(options = {}) {
  const discord = await discordForTest(options);
  const client = await logIn(discord);
  return { discord, client, text: client.channels.cache.get(discord.pictures.id) as TextChannel };
}

test('Files travel with a message and come back byte for byte, with size and description.', async () => {
  const { discord, text } = await channel();
  const bytes = await picture();
  const { id } = await text.send({
    content: 'Done',
    files: [{ attachment: bytes, name: 'zebra stripes.png', description: 'A zebra on a meadow' }],
  });
  const [attachment] = discord.message(id).attachments;
  expect(attachment).toMatchObject({
    filename: 'zebra_stripes.png',
    description: 'A zebra on a meadow',
    content_type: 'image/png',
    width: 40,
    height: 30,
    size: bytes.length,
  });
  expect(await discord.download(attachment)).toEqual(bytes);
});

test('An address of a file dies; a message asked for anew has one that lives.', async () => {
  const { discord, text } = await channel();
  const sent = await text.send({ files: [{ attachment: await picture(), name: 'a.png' }] });
  const attachment = sent.attachments.first()!;
  discord.expireAttachment(attachment.id);
  expect((await fetch(attachment.url)).status).toBe(404);
  const again = await sent.fetch(true);
  expect((await fetch(again.attachments.first()!.url)).status).toBe(200);
  const forged = again.attachments.first()!.url.replace(/hm=\w/, 'hm=x');
  expect((await fetch(forged)).status).toBe(404);
});

test('Editing leaves what it does not name, and attachments say which files stay.', async () => {
  const { discord, text } = await channel();
  const file = async (name: string) => ({ attachment: await picture(), name });
  const message = await text.send({ content: 'One', files: [await file('a.png'), await file('b.png')] });
  await message.edit({ content: 'Two' });
  expect(discord.message(message.id).attachments.map(({ filename }) => filename)).toEqual(['a.png', 'b.png']);
  const kept = message.attachments.last()!;
  const edited = await message.edit({ attachments: [kept], files: [await file('c.png')] });
  expect(edited.content).toBe('Two');
  expect(discord.message(message.id).attachments.map(({ filename }) => filename)).toEqual(['b.png', 'c.png']);
  expect(discord.message(message.id).attachments[0].id).toBe(kept.id);
  await message.edit({ attachments: [] });
  expect(discord.message(message.id).attachments).toEqual([]);
});

test('A nonce that is enforced posts once; without that it posts again.', async () => {
  const { discord, text } = await channel();
  const first = await text.send({ content: 'Once', nonce: 'i-1', enforceNonce: true });
  const second = await text.send({ content: 'Twice', nonce: 'i-1', enforceNonce: true });
  expect(second.id).toBe(first.id);
  expect(second.content).toBe('Once');
  await text.send({ content: 'Thrice', nonce: 'i-1' });
  const elsewhere = await (text.guild.channels.cache.get(discord.lounge.id) as TextChannel).send({
    content: 'There',
    nonce: 'i-1',
    enforceNonce: true,
  });
  expect(elsewhere.id).not.toBe(first.id);
  expect(discord.messages(discord.pictures).map(({ content }) => content)).toEqual(['Once', 'Thrice']);
});

test('An embed shows an attached picture, which is then not listed again.', async () => {
  const { discord, text } = await channel();
  const { id } = await text.send({
    embeds: [{ title: 'Mask', image: { url: 'attachment://mask.png' } }],
    files: [
      { attachment: await picture(), name: 'mask.png' },
      { attachment: await picture(), name: 'more.png' },
    ],
  });
  const { embeds, attachments } = discord.message(id);
  expect(embeds[0].image).toMatchObject({ width: 40, height: 30, content_type: 'image/png' });
  expect((await fetch(embeds[0].image!.url)).status).toBe(200);
  expect(attachments.map(({ filename }) => filename)).toEqual(['more.png']);
});

test('Components V2 show text and files, and refuse content beside them.', async () => {
  const { discord, text } = await channel();
  const components = [
    {
      type: ComponentType.Container as const,
      components: [
        { type: ComponentType.TextDisplay as const, content: '# Zebra' },
        { type: ComponentType.MediaGallery as const, items: [{ media: { url: 'attachment://zebra.png' } }] },
      ],
    },
  ];
  const files = [{ attachment: await picture(), name: 'zebra.png' }];
  const { id } = await text.send({ components, files, flags: MessageFlags.IsComponentsV2 });
  const [{ components: inner, id: number }] = discord.message(id).components as never as [
    { id: number; components: { id: number; items?: { media: { url: string; width: number } }[] }[] },
  ];
  expect([number, ...inner.map(part => part.id)].toSorted()).toEqual([1, 2, 3]);
  expect(inner[1].items![0].media.width).toBe(40);
  expect((await fetch(inner[1].items![0].media.url)).status).toBe(200);
  await expect(
    text.send({ content: 'No', components, files, flags: MessageFlags.IsComponentsV2 }),
  ).rejects.toMatchObject({ code: 50_035 });
  await expect(text.send({ components, files })).rejects.toMatchObject({ code: 50_035 });
});

test('Too large a file, an empty message and a custom id twice are refused as Discord does.', async () => {
  const { discord, text } = await channel({ attachmentSize: 500 });
  await expect(
    text.send({ files: [{ attachment: Buffer.alloc(501), name: 'a.bin' }] }),
  ).rejects.toMatchObject({
    status: 413,
    code: 40_005,
  });
  await expect(text.send({ content: '' })).rejects.toMatchObject({ code: 50_006 });
  const twice = { type: ComponentType.Button as const, style: 1 as const, label: 'x', customId: 'same' };
  await expect(
    text.send({
      content: 'x',
      components: [{ type: ComponentType.ActionRow, components: [twice, twice] }],
    }),
  ).rejects.toMatchObject({ code: 50_035 });
  expect(discord.messages(discord.pictures)).toEqual([]);
});

test('Only those are pinged whom allowed_mentions lets be.', async () => {
  const { discord, text } = await channel();
  const { ada, bruno } = discord;
  const content = `<@${ada.user.id}> <@${bruno.user.id}>`;
  const all = await text.send(content);
  const one = await text.send({ content, allowedMentions: { users: [bruno.user.id] } });
  const none = await text.send({ content, allowedMentions: { parse: [] } });
  const mentioned = (id: string) => discord.message(id).mentions.map(({ username }) => username);
  expect([all, one, none].map(({ id }) => mentioned(id))).toEqual([['ada', 'bruno'], ['bruno'], []]);
});

test("The bot edits its own messages alone, and deletes others' with the right to.", async () => {
  const { discord, client } = await channel();
  const said = await discord.ada.say('Mine');
  const path = `/channels/${said.channel_id}/messages/${said.id}` as const;
  await expect(client.rest.patch(path, { body: { content: 'Yours' } })).rejects.toMatchObject({
    code: 50_005,
  });
  await expect(client.rest.delete(path)).rejects.toMatchObject({ code: 50_013 });
  discord.overwrite(discord.pictures, { allow: 1n << 13n });
  await client.rest.delete(path);
  expect(discord.messages(discord.pictures)).toEqual([]);
});

test('Without the right to see, write or attach, the API says so.', async () => {
  const { discord, text } = await channel();
  const rights = { view: 1n << 10n, send: 1n << 11n, attach: 1n << 15n };
  const file = { files: [{ attachment: await picture(), name: 'a.png' }] };
  discord.overwrite(discord.pictures, { deny: rights.attach });
  await expect(text.send(file)).rejects.toMatchObject({ code: 50_013 });
  await text.send('Still words');
  discord.overwrite(discord.pictures, { deny: rights.send });
  await expect(text.send('x')).rejects.toMatchObject({ code: 50_013 });
  discord.overwrite(discord.pictures, { deny: rights.view });
  await expect(text.send('x')).rejects.toMatchObject({ code: 50_001 });
});

test('A reply names the message it answers; a page of messages comes newest first.', async () => {
  const { discord, text } = await channel();
  const said = await discord.ada.say('Question');
  const answer = await text.send({ content: 'Answer', reply: { messageReference: said.id } });
  expect(answer.reference?.messageId).toBe(said.id);
  const page = await text.messages.fetch({ limit: 10 });
  expect(page.map(({ content }) => content)).toEqual(['Answer', 'Question']);
  const after = await text.messages.fetch({ after: said.id });
  expect(after.map(({ content }) => content)).toEqual(['Answer']);
});
