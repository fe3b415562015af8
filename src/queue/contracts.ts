import { z } from 'zod';
import type { EditRequest, MaskRequest } from '../pipeline/options.ts';
import { STAGES } from '../pipeline/progress/events.ts';
import type { EditReport, FindReport } from '../pipeline/report/report.ts';

/**
 * Workers work on `edit`, the bot's process on `deliver`; `control` carries events apart from the many
 * that jobs make.
 */
export interface QueueNames {
  readonly edit: string;
  readonly deliver: string;
  readonly control: string;
}

/**
 * The queues of one Discord application: the bots of several may share a backend, and see nothing of each
 * other.
 */
export const queuesOf = (application: string): QueueNames => ({
  edit: `${application}-edit`,
  deliver: `${application}-deliver`,
  control: `${application}-control`,
});

/** Pictures of one job: the most that a ladder or variations need. */
export const MAX_RUNS = 9;

/** The name of an artifact. */
export const artifactKey = z.string().regex(/^a-[0-9a-f-]{36}$/, 'must be the key of an artifact');
export type ArtifactKey = z.infer<typeof artifactKey>;

/** The job of a request: an interaction asked for twice is one job. */
export const jobIdOf = (interactionId: string): string => `i-${interactionId}`;

/** The interaction that a job is of. */
export const interactionIdOf = (jobId: string): string => jobId.replace(/^i-/, '');

/**
 * Options of an edit are passed on unchecked: the worker checks them against its pack.
 */
const editRequest = z.custom<EditRequest>(value => words.safeParse(value).success, 'must name from and to');
const maskRequest = z.custom<MaskRequest>(value => finding.safeParse(value).success, 'must name from');
const finding = z.looseObject({ from: z.string() });
const words = finding.extend({ to: z.string() });
const change = z.custom<Partial<EditRequest>>(value => z.looseObject({}).safeParse(value).success);

/** Who asks, for fair scheduling and for logs. */
const asker = z.object({
  userId: z.string().min(1),
  guildId: z.string().optional(),
  locale: z.string().optional(),
});

const common = z.object({
  /** The bot's id of this request; the delivery repeats it. */
  editId: z.string().min(1),
  source: artifactKey,
  /** A pack by name; the worker's own choice when absent. */
  pack: z.string().optional(),
  by: asker,
  /** Set when somebody cancelled the job while it was being worked on. */
  cancelled: z.boolean().optional(),
});

/**
 * One picture for each run, made from `{ ...base, ...run }`: other seeds are variations, other scales a
 * ladder.
 */
const editJob = common.extend({
  kind: z.literal('edit'),
  base: editRequest,
  runs: z.array(change).min(1).max(MAX_RUNS),
});
/** Finding alone. */
const maskJob = common.extend({ kind: z.literal('mask'), base: maskRequest });

export const job = z.discriminatedUnion('kind', [editJob, maskJob]);
export type Job = z.infer<typeof job>;
export type EditJob = z.infer<typeof editJob>;
export type MaskJob = z.infer<typeof maskJob>;

/**
 * The version of all these shapes, to be raised when a change is not readable by other versions; a
 * worker and a bot of two versions then report the mismatch instead of misreading.
 */
export const CONTRACT = 2;

/**
 * Versions that are read. Since the first, only the stage `calibrate` of a progress event has become
 * `localise`.
 */
const READABLE: readonly number[] = [1, CONTRACT];

/** What goes through the queue carries its version; without one it is the first. */
export const stamp = <T extends object>(value: T): T & { contract: number } => ({
  ...value,
  contract: CONTRACT,
});

/** What was written by another version, or does not fit the schema. */
class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** Parses what came out of the queue. Throws `UnreadableError`. */
export function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const { contract = 1 } = z.looseObject({ contract: z.number().optional() }).safeParse(value).data ?? {};
  const parsed = schema.safeParse(value);
  if (READABLE.includes(contract) && parsed.success) return parsed.data;
  const why = parsed.success
    ? `contract ${contract}, not ${READABLE.join(' or ')}`
    : z.prettifyError(parsed.error);
  throw new UnreadableError(`What came out of the queue is of another version of Inlay (${why}).`);
}

/** Everything else about where to post lives in the bot's store. */
export const delivery = z.object({ editId: z.string().min(1) });

/**
 * The state of a job: each snapshot is complete, so that a lost one does no harm.
 */
export const progress = z.object({
  editId: z.string(),
  stage: z.enum(['start', ...STAGES]),
  /** From 1. */
  run: z.int(),
  runs: z.int(),
  /** Denoising steps of this run that are done; 0 before the first. */
  step: z.int(),
  steps: z.int(),
  /** Set once the object was found. */
  mask: z
    .object({ overlay: artifactKey, score: z.number(), area: z.number(), instances: z.int() })
    .optional(),
  /** Of the process that makes it, on the worker's machine. */
  pid: z.int().optional(),
  /** A small preview of the window; the newest of this run. */
  preview: artifactKey.optional(),
});
export type Progress = z.infer<typeof progress>;

const report = <T>() => z.custom<T>(value => typeof value === 'object' && value !== null);

const edited = z.object({
  outcome: z.literal('done'),
  runs: z.array(
    z.object({
      /** PNG with the recipe embedded, and the feathered mask, both at the source's size. */
      image: artifactKey,
      mask: artifactKey,
      /** The mask over the source, for people: at most 1600 pixels a side. */
      overlay: artifactKey,
      report: report<EditReport>(),
    }),
  ),
});
const found = z.object({
  outcome: z.literal('found'),
  mask: artifactKey,
  overlay: artifactKey,
  heat: artifactKey,
  report: report<FindReport>(),
});
/** A person's mistake, or an object that is not there: a result like any other, never retried. */
const refused = z.object({
  outcome: z.literal('refused'),
  /** A `UserErrorCode`. */
  code: z.string(),
  /** One sentence for people. */
  message: z.string(),
  /** Of an object that is not there: where it is most likely, as a picture … */
  heat: artifactKey.optional(),
  /** … and what the picture seems to contain, best first; scores in 0…1. */
  seen: z.array(z.object({ word: z.string(), score: z.number() })).optional(),
});
const cancelled = z.object({ outcome: z.literal('cancelled') });

/** What a worker returns. */
export const result = z.discriminatedUnion('outcome', [edited, found, refused, cancelled]);
export type Result = z.infer<typeof result>;
export type RunResult = z.infer<typeof edited>['runs'][number];

/** What the bot delivers: a result, or that a fault outlived its retries. */
export type Outcome = Result | { readonly outcome: 'failed'; readonly reason: string };
