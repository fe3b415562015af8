import {
  type APIMessageInteractionMetadata,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { messageBody } from '../messages/body.ts';
import { messageView } from '../messages/view.ts';
import { createMessage, editMessage } from '../messages/write.ts';
import type { Upload } from '../world/files.ts';
import {
  type Acknowledgement,
  announce,
  type Interaction,
  type StoredMessage,
  type World,
} from '../world/world.ts';
import { parse } from './body.ts';
import { type Answer, nothing, ok, routes } from './call.ts';
import { ApiError, invalidForm, orRefuse } from './errors.ts';

/** What a message says about the interaction that it answers. */
function metadataOf(world: World, interaction: Interaction): APIMessageInteractionMetadata {
  const { id, payload, userId, messageId, openedBy } = interaction;
  const opener = openedBy === undefined ? undefined : world.interactions.get(openedBy);
  return {
    id,
    type: payload.type,
    user: world.people.get(userId)!.user,
    authorizing_integration_owners: payload.authorizing_integration_owners,
    ...(payload.type === InteractionType.MessageComponent && { interacted_message_id: messageId }),
    ...(opener && { triggering_interaction_metadata: metadataOf(world, opener) }),
  } as unknown as APIMessageInteractionMetadata;
}

/** The command that a message answers; deprecated, and the only place where its name is. */
function commandOf(world: World, { id, payload, userId }: Interaction) {
  const { name } = payload.data as { name: string };
  return { id, type: payload.type, name, user: world.people.get(userId)!.user };
}

/** Posts what answers an interaction, as its first answer or a later one. */
export async function reply(
  world: World,
  interaction: Interaction,
  body: unknown,
  files: ReadonlyMap<number, Upload>,
  isLoading = false,
): Promise<StoredMessage> {
  const parsed = parse(messageBody, body ?? {});
  const flags = (parsed.flags ?? 0) & ~MessageFlags.Loading;
  const isEphemeral = Boolean(flags & MessageFlags.Ephemeral);
  const isCommand = interaction.payload.type === InteractionType.ApplicationCommand;
  const stored = await createMessage(world, {
    channel: orRefuse(world.channels.get(interaction.channelId), 'unknownChannel'),
    authorId: world.botId,
    type: isCommand ? MessageType.ChatInputCommand : MessageType.Reply,
    // Discord drops every other flag, and all content, of an answer that is yet to come.
    body: isLoading
      ? { flags: (flags & MessageFlags.Ephemeral) | MessageFlags.Loading }
      : { ...parsed, flags },
    files: isLoading ? new Map() : files,
    mayBeEmpty: isLoading,
    ...(isEphemeral && { visibleTo: interaction.userId }),
    fields: {
      webhook_id: world.applicationId,
      application_id: world.applicationId,
      interaction_metadata: metadataOf(world, interaction),
      ...(isCommand && { interaction: commandOf(world, interaction) }),
    },
  });
  interaction.messageIds.add(stored.message.id);
  return stored;
}

interface Given {
  readonly world: World;
  readonly interaction: Interaction;
  readonly data: unknown;
  readonly files: ReadonlyMap<number, Upload>;
}

const choicesBody = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        name: z.string().min(1).max(100),
        name_localizations: z.record(z.string(), z.string().nullable()).nullish(),
        value: z.union([z.string().max(100), z.number()]),
      }),
    )
    .max(25),
});

const modalBody = z
  .looseObject({
    custom_id: z.string().min(1).max(100),
    title: z.string().min(1).max(45),
    components: z
      .array(z.looseObject({ type: z.number() }))
      .min(1)
      .max(5),
  })
  .transform(modal => modal as unknown as Extract<Acknowledgement, { kind: 'modal' }>['modal']['modal']);

const original = ({ world, interaction }: Given): StoredMessage => {
  const { messageId } = interaction;
  if (messageId === undefined) {
    throw invalidForm('type', 'BASE_TYPE_CHOICES', 'This interaction came from no message.');
  }
  return orRefuse(world.messages.get(messageId), 'unknownMessage');
};

/** What each kind of answer does. */
const ANSWERS: Partial<Record<InteractionResponseType, (given: Given) => Promise<Acknowledgement>>> = {
  [InteractionResponseType.ChannelMessageWithSource]: async ({ world, interaction, data, files }) => {
    const { message } = await reply(world, interaction, data, files);
    return { kind: 'message', messageId: message.id };
  },
  [InteractionResponseType.DeferredChannelMessageWithSource]: async ({ world, interaction, data, files }) => {
    const { message } = await reply(world, interaction, data, files, true);
    return { kind: 'deferred', messageId: message.id };
  },
  [InteractionResponseType.DeferredMessageUpdate]: async given => ({
    kind: 'update',
    messageId: original(given).message.id,
  }),
  [InteractionResponseType.UpdateMessage]: async given => {
    const { world, data, files } = given;
    const stored = await editMessage(world, original(given), parse(messageBody, data ?? {}), files);
    return { kind: 'update', messageId: stored.message.id };
  },
  [InteractionResponseType.ApplicationCommandAutocompleteResult]: async ({ data }) => ({
    kind: 'choices',
    choices: parse(choicesBody, data).choices,
  }),
  [InteractionResponseType.Modal]: async ({ interaction: { id, userId, payload }, data }) => {
    if (payload.type === InteractionType.ModalSubmit) {
      throw invalidForm('type', 'BASE_TYPE_CHOICES', 'A modal cannot answer a modal.');
    }
    return { kind: 'modal', modal: { interactionId: id, userId, modal: parse(modalBody, data) } };
  },
};

/** An autocomplete wants choices and nothing else; nothing else wants them. */
function checkKind({ payload }: Interaction, type: InteractionResponseType): void {
  const wantsChoices = payload.type === InteractionType.ApplicationCommandAutocomplete;
  const isChoices = type === InteractionResponseType.ApplicationCommandAutocompleteResult;
  if (wantsChoices !== isChoices) {
    throw invalidForm('type', 'BASE_TYPE_CHOICES', 'This answer does not fit the interaction.');
  }
}

/** What a callback answers when asked `with_response`. */
function callbackView(world: World, interaction: Interaction, type: InteractionResponseType) {
  const { id, payload, channelId, acknowledgement } = interaction;
  const stored =
    acknowledgement && 'messageId' in acknowledgement
      ? world.messages.get(acknowledgement.messageId)
      : undefined;
  const flags = stored?.message.flags ?? 0;
  return {
    interaction: {
      id,
      type: payload.type,
      channel_id: channelId,
      ...(payload.guild_id !== undefined && { guild_id: payload.guild_id }),
      ...(stored && {
        response_message_id: stored.message.id,
        response_message_loading: Boolean(flags & MessageFlags.Loading),
        response_message_ephemeral: Boolean(flags & MessageFlags.Ephemeral),
      }),
    },
    ...(stored && { resource: { type, message: messageView(world, stored) } }),
  };
}

/** Interactions whose callback is being processed: a second one at once is refused. */
const answering = new WeakSet<Interaction>();

const callbackBody = z.looseObject({ type: z.enum(InteractionResponseType), data: z.unknown().optional() });

export const interactionRoutes = routes({
  'POST /interactions/{interaction_id}/{interaction_token}/callback': async (call): Promise<Answer> => {
    const { world, params, query, body, files } = call;
    const interaction = orRefuse(world.interactions.get(params.interaction_id), 'unknownInteraction');
    if (interaction.token !== params.interaction_token || interaction.failed) {
      throw new ApiError('unknownInteraction');
    }
    if (interaction.acknowledgement !== undefined || answering.has(interaction)) {
      throw new ApiError('alreadyAcknowledged');
    }
    const { type, data } = parse(callbackBody, body);
    checkKind(interaction, type);
    const answer = ANSWERS[type];
    if (answer === undefined)
      throw invalidForm('type', 'BASE_TYPE_CHOICES', `Type ${type} is not spoken here.`);
    answering.add(interaction);
    const acknowledgement = await answer({ world, interaction, data, files }).finally(() =>
      answering.delete(interaction),
    );
    interaction.acknowledgement = acknowledgement;
    if ('messageId' in acknowledgement) interaction.originalId = acknowledgement.messageId;
    announce(world, { type: 'acknowledged', interaction });
    return query.get('with_response') === 'true' ? ok(callbackView(world, interaction, type)) : nothing;
  },
});
