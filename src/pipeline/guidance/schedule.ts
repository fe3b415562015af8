/**
 * Gradients guide the steps from the part `from` of a run to the part `to`; every `every`-th step computes a
 * new one.
 */
export interface GuidanceSchedule {
  readonly from: number;
  readonly to: number;
  readonly every: number;
}

const firstOf = ({ from }: GuidanceSchedule, steps: number): number => Math.ceil(from * steps);

/** Whether step `step` of `steps` (from 0) is guided. */
export const isGuided = (schedule: GuidanceSchedule, step: number, steps: number): boolean =>
  step >= firstOf(schedule, steps) && step < schedule.to * steps;

/** Whether a guided step computes a gradient of its own: the first does, then every `every`-th. */
export const isDue = (schedule: GuidanceSchedule, step: number, steps: number): boolean =>
  (step - firstOf(schedule, steps)) % schedule.every === 0;
