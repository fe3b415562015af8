import { setTimeout as sleep } from 'node:timers/promises';
import { makeMutex } from '../mutex.ts';
import { uniform } from '../pipeline/math/random.ts';

export interface LatencyOptions {
  /** Milliseconds that a request and its answer take together, on average. */
  readonly latencyMs?: number;
  /** Of the jitter; 1 when absent. */
  readonly latencySeed?: number;
}

/** Latency of requests to the local Discord, and of its events. */
export interface Latency {
  /**
   * Waits for half of a round trip, up to half shorter or longer. Resolves at once without latency.
   */
  oneWay(): Promise<void>;
  /** Does work after half of a round trip, in order; at once without latency. */
  inOrder(work: () => void): void;
}

/** Draws half round trips in milliseconds: the same for the same seed. */
export function ways({ latencyMs = 0, latencySeed = 1 }: LatencyOptions): () => number {
  const random = uniform(latencySeed);
  return () => (latencyMs / 2) * (0.5 + random());
}

/** Latency with jitter. */
export function makeLatency(options: LatencyOptions): Latency {
  if ((options.latencyMs ?? 0) === 0) return { oneWay: async () => {}, inOrder: work => work() };
  const draw = ways(options);
  const mutex = makeMutex();
  return {
    oneWay: async () => {
      await sleep(draw());
    },
    inOrder: work => {
      const arrived = sleep(draw());
      void mutex.run(async () => {
        await arrived;
        work();
      });
    },
  };
}
