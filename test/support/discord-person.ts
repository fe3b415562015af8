import type { APIMessage, APIUser, Locale } from 'discord-api-types/v10';
import type { Playground } from '../../src/playground/index.ts';
import { walkAll } from '../../src/playground/messages/components.ts';
import { messageView } from '../../src/playground/messages/view.ts';
import { autocomplete, runCommand, runOnMessage } from '../../src/playground/people/commands.ts';
import { useComponent } from '../../src/playground/people/components.ts';
import { answerTo, type Who } from '../../src/playground/people/interact.ts';
import { post, remove, say } from '../../src/playground/people/messages.ts';
import { type Fields, submitModal } from '../../src/playground/people/modals.ts';
import type { Values } from '../../src/playground/people/options.ts';
import { openDirectMessage } from '../../src/playground/world/direct.ts';
import type { Upload } from '../../src/playground/world/files.ts';
import type {
  Acknowledgement,
  Channel,
  Choice,
  Interaction,
  OpenModal,
  World,
} from '../../src/playground/world/world.ts';

/** How the bot answered something that a person did. */
export interface Reply {
  readonly interaction: Interaction;
  readonly kind: Acknowledgement['kind'];
  /** The message of the answer as it is now; throws when there is none, or it is gone. */
  message(): APIMessage;
  /** The modal that was opened; throws when none was. */
  modal(): OpenModal;
  readonly choices: readonly Choice[];
}

type Target = Pick<APIMessage, 'id' | 'channel_id'>;

/** A person at a keyboard, in one channel. */
export interface Person {
  readonly user: APIUser;
  readonly channelId: string;
  /** The same person in another channel or thread. */
  in(channel: Pick<Channel, 'id'> | string): Person;
  /** The same person in the direct messages with the bot. */
  inDirectMessages(): Person;
  /** The same person with the client in another language. */
  speaking(locale: Locale): Person;
  /** Runs a slash command and waits for the bot's first answer; `limits show` runs a sub-command. */
  command(name: string, options?: Values): Promise<Reply>;
  /** What the bot suggests for the option being typed. */
  autocomplete(name: string, focused: string, options?: Values): Promise<readonly Choice[]>;
  /** Runs a command of a message's context menu. */
  contextMenu(name: string, message: Target): Promise<Reply>;
  /** Presses the button with this custom id or label. */
  press(message: Target, button: string): Promise<Reply>;
  /** Chooses from the only menu of a message, or from that with this custom id. */
  select(message: Target, values: readonly string[], customId?: string): Promise<Reply>;
  /** Submits a modal with values by `custom_id`. */
  submit(modal: OpenModal, fields: Fields): Promise<Reply>;
  say(content: string, files?: readonly Upload[]): Promise<APIMessage>;
  /** Opens a post in a forum. */
  post(title: string, content: string, files?: readonly Upload[]): Promise<Channel>;
  remove(message: Target): void;
}

async function replyTo(world: World, interaction: Interaction): Promise<Reply> {
  const answer = await answerTo(world, interaction);
  const missing = (what: string): never => {
    throw new Error(`The bot answered by a ${answer.kind}, not by a ${what}`);
  };
  return {
    interaction,
    kind: answer.kind,
    message: () => {
      if (!('messageId' in answer)) return missing('message');
      const stored = world.messages.get(answer.messageId);
      if (stored === undefined) throw new Error('The message of the answer is gone');
      return messageView(world, stored);
    },
    modal: () => (answer.kind === 'modal' ? answer.modal : missing('modal')),
    choices: answer.kind === 'choices' ? answer.choices : [],
  };
}

/** The custom id of a component of a message that fits; throws with those that there are. */
function customIdOf(
  world: World,
  messageId: string,
  fits: (part: { custom_id?: string; label?: string; type: number }) => boolean,
): string {
  const parts = walkAll(world.messages.get(messageId)?.message.components ?? []);
  const found = parts.find(part => part.custom_id !== undefined && fits(part))?.custom_id;
  if (found !== undefined) return found;
  const names = parts.flatMap(({ label, custom_id }) => label ?? custom_id ?? []);
  throw new Error(`There is no such component on the message, only: ${names.join(', ')}`);
}

const BUTTON = 2;

/** A user of a playground as tests drive them: through the very functions that its page calls. */
export function personOf(
  { world }: Pick<Playground, 'world'>,
  userId: string,
  channelId: string,
  locale?: Locale,
): Person {
  const who: Who = { userId, channelId, ...(locale !== undefined && { locale }) };
  const at = (message: Target): Who => ({ ...who, channelId: message.channel_id });
  const { user } = world.people.get(userId)!;
  const elsewhere = (id: string) => personOf({ world }, userId, id, locale);
  const use = (message: Target, customId: string, values?: readonly string[]) =>
    replyTo(world, useComponent(world, at(message), message.id, customId, values));
  return {
    user,
    channelId,
    in: channel => elsewhere(typeof channel === 'string' ? channel : channel.id),
    inDirectMessages: () => elsewhere(openDirectMessage(world, userId).id),
    speaking: language => personOf({ world }, userId, channelId, language),
    command: async (name, options) => replyTo(world, await runCommand(world, who, name, options)),
    autocomplete: (name, focused, options = {}) => autocomplete(world, who, name, focused, options),
    contextMenu: async (name, message) => replyTo(world, runOnMessage(world, at(message), name, message.id)),
    press: async (message, button) =>
      use(
        message,
        customIdOf(
          world,
          message.id,
          part => part.type === BUTTON && [part.custom_id, part.label].includes(button),
        ),
      ),
    select: async (message, values, customId) =>
      use(
        message,
        customIdOf(
          world,
          message.id,
          part => part.type !== BUTTON && (customId ?? part.custom_id) === part.custom_id,
        ),
        values,
      ),
    submit: async (modal, fields) => replyTo(world, await submitModal(world, modal, fields)),
    say: async (content, files) => messageView(world, await say(world, who, content, files)),
    post: (title, content, files) => post(world, who, title, content, files),
    remove: message => remove(world, at(message), message.id),
  };
}
