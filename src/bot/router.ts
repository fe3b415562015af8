import type { Interaction, RepliableInteraction } from 'discord.js';
import { MessageFlags } from 'discord.js';
import type { Context, FirstAnswer, PressInteraction } from '../commands/context.ts';
import { formActions, memberPresses, messageCommands, presses, slashCommands } from '../commands/index.ts';
import { CODES, isCode } from '../discord/api.ts';
import { readId } from '../discord/custom-id.ts';
import { answer, asReply } from '../discord/message.ts';
import { Refusal } from '../discord/refusal.ts';
import { UserError } from '../errors.ts';
import type { Speech } from '../language/speech.ts';
import { speechFor } from '../language/speech.ts';

const FIRST: Readonly<Record<FirstAnswer, (pressed: PressInteraction) => Promise<unknown>>> = {
  reply: pressed => pressed.deferReply(),
  hidden: pressed => pressed.deferReply({ flags: MessageFlags.Ephemeral }),
  update: pressed => pressed.deferUpdate(),
  form: async () => {},
};

/**
 * Routes an interaction to its command, button or form, and says what cannot be done, in the member's
 * language.
 */
export async function route(interaction: Interaction, context: Context): Promise<void> {
  const speech = speechFor(interaction.locale);
  try {
    await dispatch(interaction, context, speech);
  } catch (error) {
    await explain(interaction, error, context, speech);
  }
}

async function dispatch(interaction: Interaction, context: Context, speech: Speech): Promise<void> {
  if (interaction.isChatInputCommand()) {
    await slashCommands.get(interaction.commandName)?.execute(interaction, context, speech);
  } else if (interaction.isAutocomplete()) {
    await slashCommands.get(interaction.commandName)?.autocomplete?.(interaction, context, speech);
  } else if (interaction.isMessageContextMenuCommand()) {
    await messageCommands.get(interaction.commandName)?.execute(interaction, context, speech);
  } else if (interaction.isButton() || interaction.isStringSelectMenu()) {
    const { action, subject, argument } = requireId(interaction.customId, context);
    if (isKeyOf(memberPresses, action)) return memberPresses[action](interaction, subject, context, speech);
    // A button of another version may do what this one does not know.
    if (!isKeyOf(presses, action)) throw new Refusal(({ refusal }) => refusal.gone);
    const press = presses[action];
    await FIRST[press.first](interaction);
    const edit = await context.store.edits.get(subject);
    if (edit === undefined) throw new Refusal(({ refusal }) => refusal.gone);
    // What was chosen in a menu replaces the id's own argument.
    const chosen = interaction.isStringSelectMenu() ? interaction.values[0] : argument;
    await press.act(interaction, { edit, argument: chosen }, context, speech);
  } else if (interaction.isModalSubmit()) {
    const { action, subject, argument } = requireId(interaction.customId, context);
    if (!isKeyOf(formActions, action)) return;
    await formActions[action](interaction, { subject, argument }, context, speech);
  }
}

const isKeyOf = <T extends object>(table: T, key: string): key is Extract<keyof T, string> =>
  Object.hasOwn(table, key);

function requireId(customId: string, { store }: Context) {
  const id = readId(store.secret, customId);
  if (id === undefined) throw new Refusal(({ refusal }) => refusal.gone);
  return id;
}

async function explain(
  interaction: Interaction,
  error: unknown,
  { log }: Context,
  speech: Speech,
): Promise<void> {
  const { id, type, user } = interaction;
  const known = sentenceFor(error, speech);
  if (known === undefined)
    log.error({ err: error, interaction: id, type, user: user.id }, 'an interaction failed');
  // Suggestions cannot carry a sentence; an interaction that Discord has given up cannot be answered.
  if (!interaction.isRepliable() || isCode(error, CODES.unknownInteraction)) return;
  await reply(interaction, known ?? speech.texts.refusal.fault).catch(err =>
    log.warn({ err, interaction: id }, 'an interaction could not be answered'),
  );
}

/** What a person can act on; nothing for bugs and faults. */
function sentenceFor(error: unknown, { texts }: Speech): string | undefined {
  if (error instanceof Refusal) return error.say(texts);
  if (error instanceof UserError && error.code === 'expired') return texts.refusal.gone;
  if (error instanceof UserError && error.code === 'bad-image') return texts.refusal.damaged;
  return undefined;
}

/**
 * Where the pressed message itself was to change, it stays, and the sentence comes beside it for the presser
 * alone.
 */
async function reply(interaction: RepliableInteraction, content: string): Promise<void> {
  const updating = interaction.isMessageComponent() && interaction.deferred && interaction.ephemeral === null;
  if (!updating) return answer(interaction, { content });
  const { attachments: _, ...message } = asReply({ content });
  await interaction.followUp({ ...message, flags: MessageFlags.Ephemeral });
}
