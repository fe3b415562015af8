import { RateLimitError } from 'discord.js';
import type { MessageFile } from '../discord/message.ts';
import { remedyFor } from '../discord/post-errors.ts';
import { speechFor } from '../language/speech.ts';
import { nameOf } from '../language/words/lookup.ts';
import { jobIdOf, type Progress } from '../queue/contracts.ts';
import type { StoredEdit } from '../store/records.ts';
import { statusFile } from './result.ts';
import type { BotServices } from './services.ts';
import { OVERLAY_FILE, type StatusView, statusMessage } from './views/status.ts';

/** Discord limits how often messages of a channel may change: each status changes at most this often. */
const EVERY_MS = 2500;
/** How often the position of those who wait is asked for. */
const POLL_MS = 5000;
const PREVIEW_FILE = 'preview.png';

interface Entry {
  edit: StoredEdit;
  view: StatusView;
  /** What the message shows. */
  shown: { content?: string; overlay?: string; overlayId?: string | undefined; preview?: string };
  timer?: NodeJS.Timeout | undefined;
  /** The change that is under way. */
  busy: Promise<void>;
  /** Whether something has changed since the last edit. */
  dirty: boolean;
  lastMs: number;
  /** Rate-limited until then. */
  notBeforeMs: number;
  closed: boolean;
}

/** The status messages of all edits that wait or run. */
export interface StatusMessages {
  /** Keeps the status of an edit up to date from now on, starting with the newest progress. */
  watch(edit: StoredEdit, view?: StatusView): void;
  /** Stops, after an edit of the message that is under way: nothing is overwritten afterwards. */
  unwatch(editId: string): Promise<void>;
  close(): Promise<void>;
}

export function makeStatusMessages(
  services: BotServices,
  { everyMs = EVERY_MS }: { readonly everyMs?: number | undefined } = {},
): StatusMessages {
  const entries = new Map<string, Entry>();

  function touch(entry: Entry): void {
    entry.dirty = true;
    if (entry.timer !== undefined || entry.closed) return;
    const wait = Math.max(0, entry.lastMs + everyMs - Date.now(), entry.notBeforeMs - Date.now());
    entry.timer = setTimeout(() => {
      entry.dirty = false;
      entry.busy = show(entry, services)
        .catch(err => onFailure(entry, err))
        .finally(() => {
          entry.lastMs = Date.now();
          entry.timer = undefined;
          if (entry.dirty) touch(entry);
        });
    }, wait);
  }

  function onFailure(entry: Entry, err: unknown): void {
    if (remedyFor(err) === 'destination') entry.closed = true;
    // The next change shows all that this one would have.
    if (err instanceof RateLimitError) entry.notBeforeMs = Date.now() + err.retryAfter;
    if (remedyFor(err) === 'later') entry.dirty = true;
    services.log.info({ err, edit: entry.edit.id }, 'a status could not be shown');
  }

  const unlisten = services.queue.onProgress((_, progress) => {
    const entry = entries.get(progress.editId);
    if (entry === undefined) return;
    entry.view = { progress };
    touch(entry);
  });

  const poll = setInterval(async () => {
    for (const entry of [...entries.values()].filter(({ view }) => view.progress === undefined)) {
      await askPosition(entry, services).catch(err =>
        services.log.info({ err }, 'a position in the queue could not be read'),
      );
      touch(entry);
    }
  }, POLL_MS);
  poll.unref();

  /** The queue repeats the newest progress to those who come late. */
  async function catchUp(entry: Entry): Promise<void> {
    const progress = await services.queue.progress(jobIdOf(entry.edit.interactionId));
    if (progress === undefined || entry.view.progress !== undefined) return;
    entry.view = { progress };
    touch(entry);
  }

  async function unwatch(editId: string): Promise<void> {
    const entry = entries.get(editId);
    if (entry === undefined) return;
    entry.closed = true;
    entries.delete(editId);
    clearTimeout(entry.timer);
    await entry.busy;
  }

  return {
    watch: (edit, view = {}) => {
      const entry = {
        edit,
        view,
        shown: edit.overlayId === undefined ? {} : { overlayId: edit.overlayId },
        busy: Promise.resolve(),
        dirty: false,
        // The message was just written, so its next change is due in a while.
        lastMs: Date.now(),
        notBeforeMs: 0,
        closed: false,
      };
      entries.set(edit.id, entry);
      catchUp(entry).catch(err => services.log.info({ err, edit: edit.id }, 'progress could not be read'));
    },
    unwatch,
    close: async () => {
      unlisten();
      clearInterval(poll);
      await Promise.all([...entries.keys()].map(unwatch));
    },
  };
}

async function askPosition(entry: Entry, { queue }: BotServices): Promise<void> {
  const position = await queue.position(jobIdOf(entry.edit.interactionId));
  // Progress that came meanwhile is newer.
  if (position.state === 'waiting' && entry.view.progress === undefined) entry.view = { position };
}

/** Writes the status, with files that are not yet there; nothing when it would not change. */
async function show(entry: Entry, services: BotServices): Promise<void> {
  const { edit, view, shown } = entry;
  const { channelId, threadId = channelId, statusId } = edit.destination;
  if (statusId === undefined) return;
  const speech = speechFor(edit.locale);
  const { progress } = view;
  const files = await newFiles(edit, progress, shown, services);
  const message = statusMessage(edit, view, speech, { secret: services.store.secret, files });
  if (files.length === 0 && message.content === shown.content) return;
  const keep = files.length > 0 && shown.overlayId !== undefined ? { keep: [shown.overlayId] } : {};
  const posted = await services.statusApi.edit(threadId, statusId, message, keep);
  const overlayId = posted.attachments.find(({ filename }) => filename === OVERLAY_FILE)?.id;
  if (overlayId !== undefined && overlayId !== shown.overlayId)
    await services.store.edits.setOverlay(edit.id, overlayId);
  entry.shown = {
    content: message.content,
    overlayId: overlayId ?? shown.overlayId,
    ...(progress?.mask === undefined ? {} : { overlay: progress.mask.overlay }),
    ...(progress?.preview === undefined ? {} : { preview: progress.preview }),
  };
}

/** The mask once, and each new preview. */
async function newFiles(
  { base, locale: discordLocale }: StoredEdit,
  progress: Progress | undefined,
  shown: Entry['shown'],
  services: BotServices,
): Promise<MessageFile[]> {
  const { locale, texts } = speechFor(discordLocale);
  const { alt } = texts;
  const overlay =
    progress?.mask === undefined || shown.overlayId !== undefined
      ? undefined
      : await statusFile(progress.mask.overlay, OVERLAY_FILE, alt.mask(nameOf(base.from, locale)), services);
  const preview =
    progress?.preview === undefined || progress.preview === shown.preview
      ? undefined
      : await statusFile(progress.preview, PREVIEW_FILE, alt.preview, services);
  return [overlay, preview].filter(file => file !== undefined);
}
