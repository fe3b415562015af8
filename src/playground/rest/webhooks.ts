import { MessageFlags } from 'discord-api-types/v10';
import { messageBody } from '../messages/body.ts';
import { messageView } from '../messages/view.ts';
import { deleteMessage, editMessage } from '../messages/write.ts';
import type { Interaction, StoredMessage, World } from '../world/world.ts';
import { parse } from './body.ts';
import { type Answer, type Call, nothing, ok, routes } from './call.ts';
import { ApiError, orRefuse } from './errors.ts';
import { reply } from './interactions.ts';

type Hook = Call<'/webhooks/{webhook_id}/{webhook_token}'>;

/** The interaction whose token this is. Its token is good for a quarter of an hour. */
function interactionOf({ world, params }: Hook): Interaction {
  if (params.webhook_id !== world.applicationId) throw new ApiError('unknownWebhook');
  const interaction = [...world.interactions.values()].find(({ token }) => token === params.webhook_token);
  if (interaction === undefined || Date.now() > interaction.tokenUntil)
    throw new ApiError('invalidWebhookToken');
  if (interaction.acknowledgement === undefined) throw new ApiError('unknownWebhook');
  return interaction;
}

/**
 * A message that the token may change; `@original` is the first answer, or the message that a component was
 * on.
 */
function messageOf(world: World, interaction: Interaction, messageId: string): StoredMessage {
  const id = messageId === '@original' ? interaction.originalId : messageId;
  const isOurs = id !== undefined && interaction.messageIds.has(id);
  return orRefuse(isOurs ? world.messages.get(id) : undefined, 'unknownMessage');
}

async function change(call: Hook, interaction: Interaction, messageId: string): Promise<Answer> {
  const { world, body, files } = call;
  const stored = messageOf(world, interaction, messageId);
  return ok(messageView(world, await editMessage(world, stored, parse(messageBody, body), files)));
}

export const webhookRoutes = routes({
  'POST /webhooks/{webhook_id}/{webhook_token}': async (call): Promise<Answer> => {
    const { world, body, files } = call;
    const interaction = interactionOf(call);
    const first =
      interaction.originalId === undefined ? undefined : world.messages.get(interaction.originalId);
    // The first message after a deferred reply takes its place.
    if (first && (first.message.flags ?? 0) & MessageFlags.Loading)
      return change(call, interaction, '@original');
    return ok(messageView(world, await reply(world, interaction, body, files)));
  },

  'GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': call => {
    const { world, params } = call;
    return ok(messageView(world, messageOf(world, interactionOf(call), params.message_id)));
  },

  'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': call =>
    change(call, interactionOf(call), call.params.message_id),

  'DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': call => {
    const { world, params } = call;
    deleteMessage(world, messageOf(world, interactionOf(call), params.message_id));
    return nothing;
  },
});
