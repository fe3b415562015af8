/**
 * npm run bench:store [-- --quick]: cost of the embedded store once it has grown: 100,000 edits of 200
 * members and one who has a tenth of them all. `…BlockMs` is the longest pause of the event loop of the bot's
 * process.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/queue/backends/embedded-database.ts';
import { PglitePool } from '../src/queue/backends/pglite-pool.ts';
import { openStore, type Store } from '../src/store/index.ts';
import { sqlOver } from '../src/store/sql.ts';
import { quick, report } from './lib/report.ts';

const EDITS = quick ? 5_000 : 100_000;
const MEMBERS = 200;
const AT_ONCE = 500;

const folder = await mkdtemp(join(tmpdir(), 'inlay-store-'));
const db = await openDatabase(join(folder, 'postgres'));
const pool = new PglitePool(db);
const store = await openStore(pool as never, { picturesPerHour: 30, atOnce: 3 });
const sql = sqlOver(pool as never);

const newKey = () => `a-${randomUUID()}`;
/** Every tenth edit is of one eager member; every second goes on from the one before. */
const memberOf = (i: number) => (i % 10 === 0 ? 'eager' : `u${i % MEMBERS}`);

for (let from = 0; from < EDITS; from += AT_ONCE) {
  const rows = Array.from({ length: AT_ONCE }, (_, k) => {
    const i = from + k;
    const run = { image: newKey(), mask: newKey(), overlay: newKey(), report: {} };
    const parent = i % 2 === 1 ? `e${i - 1}` : null;
    return {
      id: `e${i}`,
      user: memberOf(i),
      parent,
      source: newKey(),
      result: { outcome: 'done', runs: [run] },
    };
  });
  await sql(
    `with given as (select * from jsonb_to_recordset($1::jsonb) as x(id text, "user" text, parent text, source text, result jsonb)),
       written as (insert into inlay.edits (id, interaction_id, user_id, locale, layout, parent_id, source, source_name, base, runs,
           size_limit, place, state, result, told, finished_at)
         select id, id, "user", 'en-US', 'single', parent, source, 'p.png', '{"from":"horse","to":"zebra"}', '[{}]', 10000000,
           '{"channelId":"1"}', 'done', result, true, now() from given)
     insert into inlay.artifacts (artifact, edit_id)
       select source, id from given
       union all select result->'runs'->0->>key, id from given, unnest(array['image', 'mask', 'overlay']) as key`,
    [JSON.stringify(rows)],
  );
}
await sql('analyze');

const figures: Record<string, number> = { edits: EDITS };

/** Measures the time of some work, and the longest pause of the event loop meanwhile. */
async function measured(name: string, work: () => Promise<unknown>): Promise<void> {
  let longest = 0;
  let last = performance.now();
  const look = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const ticking = setInterval(look, 1);
  const start = performance.now();
  await work();
  figures[`${name}Ms`] = performance.now() - start;
  look();
  clearInterval(ticking);
  figures[`${name}BlockMs`] = longest;
}

async function forget({ edits }: Store, userId: string): Promise<void> {
  while ((await edits.removeSomeOf(userId)).edits > 0);
}

await measured('uses', () => store.edits.uses(newKey()));
await measured('latestOf', () => store.edits.latestOf('u5'));
await measured('unfinished', () => store.edits.unfinished());
await measured('unsettled', () => store.edits.unsettled());
await measured('delete', () => store.edits.remove('e101'));
await measured('forgetMember', () => forget(store, 'u7'));
await measured('forgetEager', () => forget(store, 'eager'));
await db.close();
await rm(folder, { recursive: true });
await report('store', { figures, notes: [`${EDITS} edits of ${MEMBERS} members, a tenth of them of one`] });
