import type { Sql } from './sql.ts';

/** Counted in hundredths of a picture, as work of less than one counts too. */
const PART = 100;
const HOUR_MS = 3_600_000;
/** Counters of versions that counted whole pictures are left alone; they end with their hour. */
const keyOf = (key: string) => `work:${key}`;

/** What a request costs. */
export interface Toll {
  /** Whose hour it counts in. */
  readonly key: string;
  /** In pictures; may be a fraction. */
  readonly pictures: number;
  /** Pictures an hour. */
  readonly perHour: number;
}

/** Pictures per hour and member; the hour starts with the first picture. */
export interface HourlyLimit {
  /** Whole pictures that are left of the hour's allowance. */
  left(key: string, perHour: number): Promise<number>;
  /** When the current hour ends; now where none has begun. */
  retryAt(key: string): Promise<Date>;
}

export function hourlyLimit(sql: Sql): HourlyLimit {
  const get = async (key: string) => {
    const [row] = await sql<{ points: number; expire: string }>(
      'select points, expire from inlay.limits where key = $1 and expire > $2',
      [keyOf(key), Date.now()],
    );
    return row;
  };
  return {
    left: async (key, perHour) =>
      Math.max(0, Math.floor(perHour - ((await get(key))?.points ?? 0) / PART + 1e-6)),
    retryAt: async key => new Date(Number((await get(key))?.expire ?? Date.now())),
  };
}

/**
 * Common table expressions that charge a toll and yield `spent (charge, until)`: one row where the allowance
 * covers it, else none; so that the statement after them charges and stores the request, or does neither.
 * @param first the number of the first of its four parameters
 * @param unless a condition under which nothing is taken
 */
export const takingToll = (first: number, unless: string): string => {
  const [key, points, most, now] = [0, 1, 2, 3].map(i => `$${first + i}`);
  return `spent as (
    insert into inlay.limits as hour (key, points, expire)
      select ${key}::text, ${points}::integer, ${now}::bigint + ${HOUR_MS}
      where ${points}::integer <= ${most}::integer and not (${unless})
    on conflict (key) do update set
      points = excluded.points + case when hour.expire > ${now}::bigint then hour.points else 0 end,
      expire = case when hour.expire > ${now}::bigint then hour.expire else excluded.expire end
      where excluded.points + case when hour.expire > ${now}::bigint then hour.points else 0 end <= ${most}::integer
    returning ${points}::integer as charge, to_timestamp(expire / 1000.0) as until)`;
};

export const tollValues = ({ key, pictures, perHour }: Toll): unknown[] => [
  keyOf(key),
  Math.ceil(pictures * PART - 1e-6),
  perHour * PART,
  Date.now(),
];

/**
 * Gives back what an edit was charged, once, unless the hour that it counted in is over: then it would be a
 * present.
 */
export async function refund(sql: Sql, id: string, key: string): Promise<void> {
  await sql(
    `with before as (select id, charge, charged_until from inlay.edits where id = $1 and charge > 0 for update),
       cleared as (update inlay.edits set charge = 0 from before where inlay.edits.id = before.id)
     update inlay.limits as hour set points = greatest(0, points - before.charge) from before
       where key = $2 and expire > $3 and before.charged_until > to_timestamp($3 / 1000.0)`,
    [id, keyOf(key), Date.now()],
  );
}
