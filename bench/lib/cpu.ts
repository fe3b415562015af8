import { cpus } from 'node:os';

/** Begins to measure; the answer is the share of all cores that was in use since, in 0…1. */
export function cpuShare(): () => number {
  const before = sum();
  return () => {
    const after = sum();
    return (after.busy - before.busy) / Math.max(1, after.all - before.all);
  };
}

function sum(): { busy: number; all: number } {
  const times = cpus().map(cpu => cpu.times);
  const all = times.reduce((total, t) => total + t.user + t.nice + t.sys + t.idle + t.irq, 0);
  return { busy: all - times.reduce((total, t) => total + t.idle, 0), all };
}
