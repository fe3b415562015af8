/** When gradients guide: on every `every`-th step from the part `from` of a run to the part `to`. */
export interface GuidanceSchedule {
  readonly from: number;
  readonly to: number;
  readonly every: number;
}

/** Whether step `step` of `steps` (from 0) is guided. The first step of the span is, then every `every`-th. */
export function isGuided({ from, to, every }: GuidanceSchedule, step: number, steps: number): boolean {
  const first = Math.ceil(from * steps);
  return step >= first && step < to * steps && (step - first) % every === 0;
}
