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

/** Pictures to look at are at most this wide or high. */
const LONGEST = 1600;
/** Long enough to be shown, and short enough to be gone soon after `/forget-me`, which cannot know of it. */
const BRIEFLY_MS = 10 * 60_000;
/** Mistakes of a person; every other `UserError` is this machine's fault, and another attempt may go well. */
const FAULTS: ReadonlySet<string> = new Set(['bad-pack', 'in-use', 'no-runtime', 'unreachable']);

/** One process's memory of what it found. */
const localisationsOf = rememberLocalisations();

export interface JobTools {
  readonly artifacts: Artifacts;
  readonly openPack: (name: string | undefined) => Promise<Pack>;
  readonly send: (progress: Progress) => Promise<void>;
  readonly signal: AbortSignal;
}

/** What one job works with. */
interface Bench {
  readonly pack: Pack;
  readonly bytes: Buffer;
  readonly put: (png: Uint8Array) => Promise<string>;
  /** For what is shown while a job runs, of which no edit is to know later. */
  readonly putBriefly: (png: Uint8Array) => Promise<string>;
  readonly reporter: ProgressReporter;
  readonly signal: AbortSignal;
  readonly localisations: LocalisationCache;
}

/**
 * Makes what a job asks for. What a person can mend comes back as a result; a fault is thrown, to be tried again, and so is
 * `UserError('cancelled')` once the signal is aborted.
 */
export async function runJob(job: Job, { artifacts, openPack, send, signal }: JobTools): Promise<Result> {
  const reporter = progressReporter(job.editId, job.kind === 'edit' ? job.runs.length : 1, send);
  const put = (png: Uint8Array) => artifacts.put(png);
  const putBriefly = (png: Uint8Array) => artifacts.put(png, { ttlMs: BRIEFLY_MS });
  reporter.tell({});
  try {
    const bytes = await artifacts.get(job.source);
    const pack = await openPack(job.pack);
    const bench = {
      pack,
      bytes,
      put,
      putBriefly,
      reporter,
      signal,
      localisations: localisationsOf(pack, bytes),
    };
    return await (job.kind === 'edit' ? makeEdits(job, bench) : makeMask(job, bench)).catch(error =>
      refusal(error, { ...bench, from: job.base.from }),
    );
  } catch (error) {
    return refusal(error);
  } finally {
    await reporter.settled();
  }
}

async function makeEdits(job: EditJob, bench: Bench): Promise<Result> {
  const runs: RunResult[] = [];
  for (const [i, change] of job.runs.entries()) {
    if (i > 0) bench.reporter.tell({ run: i + 1, step: 0, steps: 0, preview: undefined });
    runs.push(await makeEdit({ ...job.base, ...change }, bench));
  }
  return { outcome: 'done', runs };
}

async function makeEdit(request: EditJob['base'], bench: Bench): Promise<RunResult> {
  const { pack, bytes, put, signal, localisations } = bench;
  const overlayOf = overlaysOf();
  const { onEvent, settled } = listener(bench, overlayOf);
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

async function makeMask({ base }: MaskJob, bench: Bench): Promise<Result> {
  const { pack, bytes, put, signal, reporter, localisations } = bench;
  const onEvent = (event: EditEvent) => {
    if (event.type === 'stage') reporter.tell({ stage: event.stage });
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

/** Turns an edit's events into progress. What has to be drawn for it is drawn beside the edit. */
function listener({ pack, putBriefly: put, reporter }: Bench, overlayOf: ReturnType<typeof overlaysOf>) {
  const previews = previewer(pack, async png => reporter.tell({ preview: await put(png) }));
  let drawing: Promise<void> = Promise.resolve();
  function onEvent(event: EditEvent): void {
    if (event.type === 'stage') reporter.tell({ stage: event.stage });
    if (event.type === 'mask') drawing = showMask(event);
    if (event.type === 'step') {
      const { step, steps, predOriginalSample } = event;
      reporter.tell({ step, steps }, step < steps);
      previews.offer(step, steps, predOriginalSample);
    }
  }
  async function showMask({ picture, mask, found }: EditEvent & { type: 'mask' }): Promise<void> {
    const { score, area, instances } = found;
    const key = await put(await overlayOf(picture, mask));
    reporter.tell({ mask: { overlay: key, score, area, instances: instances.length } });
  }
  return {
    onEvent,
    async settled(): Promise<void> {
      await drawing;
      await previews.settled();
    },
  };
}

/** The result that tells a person of a mistake; throws what is not one. */
async function refusal(error: unknown, bench?: Bench & { from: string }): Promise<Result> {
  if (!(error instanceof UserError) || error.code === 'cancelled' || FAULTS.has(error.code)) throw error;
  const { code, message } = error;
  const refused = { outcome: 'refused', code, message } as const;
  if (!(error instanceof NotFoundError) || bench === undefined) return refused;
  const { pack, bytes, put, from } = bench;
  const picture = await loadPicture(bytes);
  const heat = await heatOver(picture, error.localisation.heat);
  return { ...refused, heat: await put(heat), seen: await likelyContents(pack, picture, from) };
}
