import { UserError } from '../errors.ts';
import { edit } from '../pipeline/edit.ts';
import { encodeGreyPng, encodePng, encodeRendering } from '../pipeline/image/encode.ts';
import { renderHeat } from '../pipeline/image/heat.ts';
import { loadPicture } from '../pipeline/image/load.ts';
import { recipeXmp } from '../pipeline/image/metadata/recipe.ts';
import type { GreyPicture, Picture } from '../pipeline/image/picture.ts';
import { reducedMask, reducedPicture } from '../pipeline/image/reduce.ts';
import { overlay, type Rendering } from '../pipeline/image/render.ts';
import type { HeatMap } from '../pipeline/localise/coarse-pass.ts';
import { likelyContents } from '../pipeline/localise/contents.ts';
import type { LocalisationCache } from '../pipeline/localise/find-instances.ts';
import { NotFoundError } from '../pipeline/localise/index.ts';
import { findMask } from '../pipeline/mask.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import type { EditEvent } from '../pipeline/progress/events.ts';
import { editReport, findReport } from '../pipeline/report/report.ts';
import { version } from '../version.ts';
import type { Artifacts } from './artifacts.ts';
import type { EditJob, Job, MaskJob, Progress, Result, RunResult } from './contracts.ts';
import { rememberLocalisations } from './localisations.ts';
import { previewer } from './previews.ts';
import { type ProgressReporter, progressReporter } from './progress-reporter.ts';

/** Overlays and heat maps are at most this wide or high. */
const LONGEST = 1600;
/** Long enough to be shown, and short enough to be gone soon after `/forget-me`, which cannot know of it. */
const BRIEFLY_MS = 10 * 60_000;
/** Faults of this machine, which a retry may mend; every other `UserError` is a person's mistake. */
const FAULTS: ReadonlySet<string> = new Set(['bad-pack', 'in-use', 'no-runtime', 'unreachable']);

/** Cached localisations of this process. */
const localisationsOf = rememberLocalisations();

export interface JobTools {
  readonly artifacts: Artifacts;
  readonly openPack: (name: string | undefined) => Promise<Pack>;
  readonly send: (progress: Progress) => Promise<void>;
  readonly signal: AbortSignal;
}

/** What one job works with. */
interface JobContext {
  readonly pack: Pack;
  readonly bytes: Buffer;
  readonly put: (png: Uint8Array) => Promise<string>;
  /** For pictures that are shown while a job runs and belong to no edit. */
  readonly putBriefly: (png: Uint8Array) => Promise<string>;
  readonly reporter: ProgressReporter;
  readonly signal: AbortSignal;
  readonly localisations: LocalisationCache;
}

/**
 * Makes what a job asks for. What a person can mend is returned as a result; a fault is thrown, to be
 * retried, and so is `UserError('cancelled')` once the signal is aborted.
 */
export async function runJob(job: Job, { artifacts, openPack, send, signal }: JobTools): Promise<Result> {
  const reporter = progressReporter(job.editId, job.kind === 'edit' ? job.runs.length : 1, send);
  const put = (png: Uint8Array) => artifacts.put(png);
  const putBriefly = (png: Uint8Array) => artifacts.put(png, { ttlMs: BRIEFLY_MS });
  reporter.report({});
  try {
    const bytes = await artifacts.get(job.source);
    const pack = await openPack(job.pack);
    const context = {
      pack,
      bytes,
      put,
      putBriefly,
      reporter,
      signal,
      localisations: localisationsOf(pack, bytes),
    };
    return await (job.kind === 'edit' ? makeEdits(job, context) : makeMask(job, context)).catch(error =>
      refusal(error, { ...context, from: job.base.from }),
    );
  } catch (error) {
    return refusal(error);
  } finally {
    await reporter.settled();
  }
}

async function makeEdits(job: EditJob, context: JobContext): Promise<Result> {
  const runs: RunResult[] = [];
  for (const [i, change] of job.runs.entries()) {
    if (i > 0) context.reporter.report({ run: i + 1, step: 0, steps: 0, preview: undefined });
    runs.push(await makeEdit({ ...job.base, ...change }, context));
  }
  return { outcome: 'done', runs };
}

async function makeEdit(request: EditJob['base'], context: JobContext): Promise<RunResult> {
  const { pack, bytes, put, signal, localisations } = context;
  const overlayOf = overlaysOf();
  const { onEvent, settled } = listener(context, overlayOf);
  const result = await edit(pack, bytes, request, { signal, onEvent, localisations }).finally(settled);
  const { name, version: packVersion } = pack.manifest;
  const xmp = recipeXmp({ pack: { name, version: packVersion }, recipe: result.recipe });
  return {
    image: await put(await encodePng(result.image, xmp)),
    mask: await put(await encodeGreyPng(result.mask)),
    overlay: await put(await overlayOf(result.source, result.mask)),
    report: editReport(pack, result, version),
  };
}

async function makeMask({ base }: MaskJob, context: JobContext): Promise<Result> {
  const { pack, bytes, put, signal, reporter, localisations } = context;
  const onEvent = (event: EditEvent) => {
    if (event.type === 'stage') reporter.report({ stage: event.stage });
  };
  const result = await findMask(pack, bytes, base, { signal, onEvent, localisations });
  return {
    outcome: 'found',
    mask: await put(await encodeGreyPng(result.mask)),
    overlay: await put(await overlaysOf()(result.source, result.mask)),
    heat: await put(await heatOver(result.source, result.localisation.heat)),
    report: findReport(pack, result, version),
  };
}

/** Overlays of masks over one picture in few pixels, which is made once, for the first of them. */
function overlaysOf(): (picture: Picture, mask: GreyPicture) => Promise<Buffer> {
  let small: Rendering | undefined;
  return (picture, mask) => {
    small ??= reducedPicture(picture, LONGEST);
    return encodeRendering(overlay(small, reducedMask(mask, small)));
  };
}

const heatOver = (picture: Picture, heat: HeatMap): Promise<Buffer> =>
  encodeRendering(renderHeat(reducedPicture(picture, LONGEST), heat));

/** Turns an edit's events into progress. Pictures for it are encoded while the edit runs. */
function listener({ pack, putBriefly: put, reporter }: JobContext, overlayOf: ReturnType<typeof overlaysOf>) {
  const previews = previewer(pack, async png => reporter.report({ preview: await put(png) }));
  let drawing: Promise<void> = Promise.resolve();
  function onEvent(event: EditEvent): void {
    if (event.type === 'stage') reporter.report({ stage: event.stage });
    if (event.type === 'mask') drawing = showMask(event);
    if (event.type === 'step') {
      const { step, steps, predOriginalSample } = event;
      reporter.report({ step, steps }, step < steps);
      previews.offer(step, steps, predOriginalSample);
    }
  }
  async function showMask({ picture, mask, found }: EditEvent & { type: 'mask' }): Promise<void> {
    const { score, area, instances } = found;
    const key = await put(await overlayOf(picture, mask));
    reporter.report({ mask: { overlay: key, score, area, instances: instances.length } });
  }
  return {
    onEvent,
    async settled(): Promise<void> {
      await drawing;
      await previews.settled();
    },
  };
}

/** The result that reports a mistake of a person; throws what is not one. */
async function refusal(error: unknown, context?: JobContext & { from: string }): Promise<Result> {
  if (!(error instanceof UserError) || error.code === 'cancelled' || FAULTS.has(error.code)) throw error;
  const { code, message } = error;
  const refused = { outcome: 'refused', code, message } as const;
  if (!(error instanceof NotFoundError) || context === undefined) return refused;
  const { pack, bytes, put, from } = context;
  const picture = await loadPicture(bytes);
  const heat = await heatOver(picture, error.localisation.heat);
  return { ...refused, heat: await put(heat), seen: await likelyContents(pack, picture, from) };
}
