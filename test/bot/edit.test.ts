import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig, type Rig } from '../support/bot.ts';
import { png } from '../support/discord.ts';
import { samplePicture } from '../support/queue.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

test('An edit goes from the command through a thread, the mask and the painting to its result.', async () => {
  const { discord } = rig;
  const reply = await discord.ada.command('edit', {
    image: png(await samplePicture()),
    from: 'horse',
    to: 'zebra',
    seed: 7,
  });
  expect(reply.kind).toBe('deferred');
  const done = await discord.waitFor('is ready', { timeout: 60_000 });
  console.log(JSON.stringify(done, null, 1));
  for (const m of discord.messages(discord.pictures)) console.log(m.content);
  for (const t of discord.threads()) {
    console.log(t.name);
    for (const m of discord.messages(t)) {
      console.log(
        m.id,
        m.content,
        m.attachments.map(a => a.filename),
      );
      for (const h of discord.history(m.id))
        console.log(
          '   ',
          JSON.stringify(h.content),
          h.attachments.map(a => a.filename),
        );
    }
  }
});
