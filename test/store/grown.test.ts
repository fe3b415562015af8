import { expect, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { databaseForTest } from '../support/database.ts';

test('Whatever is asked of a store is found by an index, so that it may grow.', async () => {
  const database = await databaseForTest();
  const asked: { text: string; values?: unknown[] }[] = [];
  const { edits } = await openStore(
    {
      query: question => {
        asked.push(question);
        return database.query(question);
      },
    },
    { picturesPerHour: 5, atOnce: 2 },
  );
  asked.length = 0;
  await edits.get('e1');
  await edits.byInteraction('1');
  await edits.latestOf('ada');
  await edits.unfinished();
  await edits.unfinished('ada');
  await edits.countUnfinishedIn('1');
  await edits.unsettled();
  await edits.uses('a-1');
  await edits.remove('e1');
  await edits.removeSomeOf('ada');
  await edits.removeSomeBefore(new Date());
  await database.query('set enable_seqscan = off');
  for (const { text, values } of asked) {
    const { rows } = await database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
    const plan = rows.map(row => row['QUERY PLAN']).join('\n');
    expect(plan, text).not.toMatch(/Seq Scan on (edits|artifacts|deliveries)/);
  }
  // Erasing a row looks for those that refer to it.
  const { rows } = await database.query(
    `select conname from pg_constraint where contype = 'f' and connamespace = 'inlay'::regnamespace and not exists
       (select 1 from pg_index where indrelid = conrelid and indkey[0] = conkey[1])`,
  );
  expect(rows).toEqual([]);
});
