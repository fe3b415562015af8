import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
  StringSelectMenuInteraction,
} from 'discord.js';
import type { Message } from '../discord/message.ts';
import type { Locale } from '../language/locales.ts';
import type { Speech } from '../language/speech.ts';
import type { Logger } from '../log.ts';
import type { EditQueue } from '../queue/types.ts';
import type { RemotePicture } from '../store/drafts.ts';
import type { Store } from '../store/index.ts';
import type { StoredEdit } from '../store/records.ts';
import type { Ask } from './ask.ts';
import type { Packs } from './packs-on-disk.ts';

/** Interactions that ask for work: their reply was deferred, or is the message that was pressed. */
export type Asking =
  | ChatInputCommandInteraction
  | ButtonInteraction
  | StringSelectMenuInteraction
  | ModalSubmitInteraction;

/** What commands may do; made once by the bot. */
export interface Context {
  readonly store: Store;
  readonly queue: EditQueue;
  readonly packs: Packs;
  readonly log: Logger;
  /**
   * Admits and queues a request: opens its thread, shows its status, and answers the interaction, whose reply
   * was deferred before. With `onto`, the status replaces the message that was pressed.
   */
  begin(interaction: Asking, ask: Ask, options?: { readonly onto?: StoredEdit }): Promise<void>;
  /** Fetches a picture from Discord into the artifacts. Throws `Refusal`. */
  fetchPicture(picture: RemotePicture, sizeLimit: number, locale: Locale): Promise<string>;
  /** The source of an edit, fetched from its message where the artifact has expired. Throws `Refusal`. */
  sourceOf(edit: StoredEdit): Promise<string>;
  /** The picture of a run, likewise; `undefined` when it is nowhere any more. */
  pictureOf(edit: StoredEdit, run: number): Promise<Buffer | undefined>;
  /** Before, mask and after of a run side by side, as PNG of at most `sizeLimit` bytes. Throws `Refusal`. */
  comparison(edit: StoredEdit, run: number, sizeLimit: number): Promise<Buffer>;
  /** The message that shows a finished edit. */
  showResult(edit: StoredEdit): Promise<Message>;
  /**
   * Stops an edit and refunds it; false when it was too late. Its status message says so, unless
   * `quietly`.
   */
  cancel(edit: StoredEdit, options?: { readonly quietly?: boolean }): Promise<boolean>;
  /** Deletes a posted message. */
  removeMessage(channelId: string, messageId: string): Promise<void>;
}

export interface SlashCommand {
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  execute(interaction: ChatInputCommandInteraction, context: Context, speech: Speech): Promise<void>;
  autocomplete?(interaction: AutocompleteInteraction, context: Context, speech: Speech): Promise<void>;
}

export interface MessageCommand {
  readonly data: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  execute(interaction: MessageContextMenuCommandInteraction, context: Context, speech: Speech): Promise<void>;
}

/** A button or a menu under a message; `argument` is the id's own, or what was chosen in the menu. */
interface Press {
  readonly edit: StoredEdit;
  readonly argument: string;
}

export type PressInteraction = ButtonInteraction | StringSelectMenuInteraction;

/**
 * The first response to a press, before anything is read from the store, as Discord waits three seconds: a
 * deferred reply that all see, one that only the presser sees, or a deferred update of the message. A form
 * shows the words of its edit, so opening it is the first response.
 */
export type FirstAnswer = 'reply' | 'hidden' | 'update' | 'form';

export interface PressAction {
  readonly first: FirstAnswer;
  act(interaction: PressInteraction, press: Press, context: Context, speech: Speech): Promise<void>;
}

/** A button about a member rather than an edit; it gives the first answer itself. */
export type MemberPressAction = (
  interaction: PressInteraction,
  userId: string,
  context: Context,
  speech: Speech,
) => Promise<void>;

/** A form that came back; `subject` is the edit or the draft that it was opened for. */
export type FormAction = (
  interaction: ModalSubmitInteraction,
  form: { readonly subject: string; readonly argument: string },
  context: Context,
  speech: Speech,
) => Promise<void>;
