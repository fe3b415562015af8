import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { REST } from 'discord.js';
import { register } from '../../../src/bot/register.ts';
import { DOWNLOAD } from '../../../src/playground/faults.ts';
import { showsResult } from '../../../test/bot/suite/look.ts';
import { startBotProcess } from '../../../test/support/bot-processes.ts';
import { compile } from '../../../test/support/compiled.ts';
import { openDiscord, type Person, png } from '../../../test/support/discord.ts';
import { hurriedPack } from '../../../test/support/packs.ts';
import { horseBytes } from '../../../test/support/scenes.ts';

const LATENCY_MS = 200;
const EACH = 4;
const PATIENCE_MS = 30 * 60_000;

/** Everything at once, and suggestions meanwhile; then how long each member waits for all that is his. */
export async function measureAcknowledging(quick: boolean): Promise<Record<string, number>> {
  compile();
  const members = quick ? 5 : 50;
  const dataDir = await mkdtemp(join(tmpdir(), 'inlay-load-'));
  const discord = await openDiscord({
    validate: () => {},
    latencyMs: LATENCY_MS,
    acknowledgeWithinMs: 60_000,
  });
  await register(new REST({ api: discord.api, version: '10' }).setToken(discord.token), discord);
  const flags = ['--bot', '--edits', '--dataDir', dataDir, '--pack', hurriedPack(1)];
  const bot = await startBotProcess(discord, [...flags, '--limit', '1000', '--statusEveryMs', '2500']);
  const people = Array.from({ length: members }, (_, i) => discord.newcomer(`member-${i}`));
  const image = png(await horseBytes());
  // Longer than the bot waits for a picture.
  discord.faults.add({ route: DOWNLOAD, status: 200, delayMs: 30_000 });
  await discord.ada.command('edit', { image, from: 'horse', to: 'zebra' });
  const start = performance.now();
  const acks: number[] = [];
  const ask = async (person: Person) => {
    const before = performance.now();
    const reply = await person.command('edit', { image, from: 'horse', to: 'zebra', steps: 1 });
    acks.push(performance.now() - before);
    return reply.message().id;
  };
  const suggestions: number[] = [];
  let asking = true;
  const suggesting = (async () => {
    for (let i = 0; asking || suggestions.length < 20; i++) {
      const before = performance.now();
      await people[i % members].autocomplete('edit', 'from', { from: 'ho' });
      suggestions.push(performance.now() - before);
    }
  })();
  const threads = await Promise.all(
    people.map(person => Promise.all(Array.from({ length: EACH }, () => ask(person)))),
  );
  asking = false;
  await suggesting;
  // What is painted takes minutes longer.
  console.log(`acknowledged: p99 ${at(acks, 0.99)} ms; suggestions: p99 ${at(suggestions, 0.99)} ms`);
  const waits = new Map<number, number>();
  while (waits.size < members && performance.now() - start < PATIENCE_MS) {
    for (const [i, ids] of threads.entries()) {
      const isDone = ids.every(id => discord.messages(id).some(message => showsResult(message)));
      if (isDone && !waits.has(i)) waits.set(i, performance.now() - start);
    }
    await delay(100);
  }
  await bot.end();
  await discord.close();
  await rm(dataDir, { recursive: true, force: true });
  const all = [...waits.values()];
  return {
    'ack.requests': acks.length,
    'ack.p50Ms': at(acks, 0.5),
    'ack.p99Ms': at(acks, 0.99),
    'ack.autocompleteP99Ms': at(suggestions, 0.99),
    'ack.membersDone': all.length,
    'ack.waitRatio': Math.max(...all) / Math.min(...all),
  };
}

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)];
