import type { Message, MessageFile } from '../discord/message.ts';
import { speechFor } from '../language/speech.ts';
import { nameOf } from '../language/words/lookup.ts';
import type { Outcome, RunResult } from '../queue/contracts.ts';
import type { StoredEdit } from '../store/records.ts';
import { fitPicture } from './pictures/fit.ts';
import { sheetOf } from './pictures/sheet.ts';
import { AFTER, artifact, BEFORE } from './pictures/stored.ts';
import type { BotServices } from './services.ts';
import { maskMessage } from './views/mask.ts';
import { failedMessage, refusedMessage } from './views/refused.ts';
import { altTexts, resultMessage } from './views/result.ts';

/** The files of a message may take this much in all. */
const MESSAGE_BYTES = 24 * 2 ** 20;

type Done = Extract<Outcome, { outcome: 'done' }>;

interface MessageOptions {
  /** Whether the one who asked is pinged. */
  readonly ping: boolean;
  /** Of each file, where that is less than the channel allows. */
  readonly maxBytes?: number | undefined;
}

/** The message that shows an outcome; `undefined` for what the status alone shows. */
export async function messageFor(
  edit: StoredEdit,
  outcome: Outcome,
  services: BotServices,
  { ping, maxBytes = Number.POSITIVE_INFINITY }: MessageOptions,
): Promise<Message | undefined> {
  const speech = speechFor(edit.locale);
  const { secret } = services.store;
  const from = nameOf(edit.base.from, speech.locale);
  const file = (key: string, name: string, alt: string) =>
    picture(key, { name, alt }, Math.min(edit.sizeLimit, maxBytes), services);
  switch (outcome.outcome) {
    case 'done':
      return doneMessage(edit, outcome, services, ping, maxBytes);
    case 'found': {
      const { file: overlay } = await file(outcome.overlay, 'mask', speech.texts.alt.mask(from));
      return maskMessage(edit, outcome, overlay, speech, secret);
    }
    case 'refused': {
      const heat =
        outcome.heat === undefined
          ? []
          : [(await file(outcome.heat, 'heat', speech.texts.alt.heat(from))).file];
      return refusedMessage(edit, outcome, heat, speech, secret);
    }
    case 'failed':
      return failedMessage(edit, speech, secret);
    case 'cancelled':
      return undefined;
  }
}

async function doneMessage(
  edit: StoredEdit,
  { runs }: Done,
  services: BotServices,
  ping: boolean,
  maxBytes: number,
): Promise<Message> {
  const speech = speechFor(edit.locale);
  const pack = services.packs.all.find(({ name }) => name === edit.pack) ?? services.packs.defaultPack;
  const alt = altTexts(edit.base, pack.removes.includes(edit.base.to ?? ''), speech);
  const most = Math.min(edit.sizeLimit, Math.floor(MESSAGE_BYTES / 2), maxBytes);
  const before = await picture(edit.source, { name: BEFORE, alt: alt.before }, most, services);
  const after =
    edit.layout === 'single'
      ? await picture(runs[0].image, { name: AFTER, alt: alt.after }, most, services)
      : await sheetFile(edit, runs, most, services);
  const shrunk = before.shrunk || after.shrunk;
  const files = [before.file, after.file];
  return resultMessage({ edit, runs, files, shrunk, ping }, speech, services.store.secret);
}

interface Pictured {
  readonly file: MessageFile;
  readonly shrunk: boolean;
}

async function picture(
  key: string,
  { name, alt }: { name: string; alt: string },
  most: number,
  services: BotServices,
): Promise<Pictured> {
  const { bytes, extension, shrunk } = await fitPicture(await services.queue.artifacts.get(key), most);
  return { file: { name: `${name}.${extension}`, bytes, alt }, shrunk };
}

/** Several versions on one sheet: two by two, or three in a row, numbered or with their guidance scales. */
async function sheetFile(
  edit: StoredEdit,
  runs: readonly RunResult[],
  most: number,
  services: BotServices,
): Promise<Pictured> {
  const { texts } = speechFor(edit.locale);
  const panels = await Promise.all(
    runs.map(async ({ image, report }, i) => ({
      bytes: await services.queue.artifacts.get(image),
      label: edit.layout === 'ladder' ? String(report.recipe.guidanceScale) : String(i + 1),
    })),
  );
  const { bytes, extension, shrunk } = await fitPicture(
    await sheetOf(panels, panels.length > 4 ? 3 : 2),
    most,
  );
  return { file: { name: `sheet.${extension}`, bytes, alt: texts.alt.sheet(runs.length) }, shrunk };
}

/** A picture for a status message, if it is still kept. */
export async function statusFile(
  key: string,
  name: string,
  alt: string,
  services: BotServices,
): Promise<MessageFile | undefined> {
  const bytes = await artifact(key, services);
  return bytes === undefined ? undefined : { name, bytes, alt };
}
