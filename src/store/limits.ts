import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { SqlPool } from './sql.ts';

const HOUR = 3600;

/** What was taken from a member's allowance, to be given back if nothing comes of it. */
export interface Charge {
  readonly points: number;
  /** When the hour that it counts in is over. */
  readonly until: Date;
}

type Consumed = { readonly charge: Charge } | { readonly retryAt: Date; readonly left: number };

/** Pictures per hour and member; the hour starts with the first picture. */
export interface HourlyLimit {
  /** Takes `points` of an allowance of `perHour`, or says when there will be some again, taking nothing. */
  consume(key: string, points: number, perHour: number): Promise<Consumed>;
  /** Gives a charge back, unless its hour is over. */
  refund(key: string, charge: Charge): Promise<void>;
  /** What is left of the hour's allowance. */
  left(key: string, perHour: number): Promise<number>;
}

export function hourlyLimit(pool: SqlPool): HourlyLimit {
  // Limiters of one prefix share their counters, so a changed allowance counts what was already used.
  const limiter = (perHour: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      schemaName: 'inlay',
      tableName: 'limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: 'hour',
      points: perHour,
      duration: HOUR,
    });
  const left = async (key: string, perHour: number) => {
    const state = await limiter(perHour).get(key);
    return Math.max(0, perHour - (state?.consumedPoints ?? 0));
  };
  return {
    consume: async (key, points, perHour) => {
      try {
        const { msBeforeNext } = await limiter(perHour).consume(key, points);
        return { charge: { points, until: new Date(Date.now() + msBeforeNext) } };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        // A refused attempt counts too: without this, asking again and again would lock a member out for good.
        await limiter(perHour).reward(key, points);
        const retryAt = new Date(Date.now() + refusal.msBeforeNext);
        return { retryAt, left: await left(key, perHour) };
      }
    },
    refund: async (key, { points, until }) => {
      // After its hour the counter has started anew, and a refund would be a present.
      if (until.getTime() > Date.now()) await limiter(1).reward(key, points);
    },
    left,
  };
}
