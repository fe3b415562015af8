import { randomBytes } from 'node:crypto';
import {
  type APIInteraction,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  type InteractionType,
  type Locale,
} from 'discord-api-types/v10';
import { UserError } from '../../errors.ts';
import { channelFor, require } from '../rest/access.ts';
import { permissionsIn } from '../world/permissions.ts';
import { type Acknowledgement, announce, type Change, type Interaction, type World } from '../world/world.ts';

/** Who does something, and where. */
export interface Who {
  readonly userId: string;
  readonly channelId: string;
  /** The user's own when absent. */
  readonly locale?: Locale;
}

/** What the kinds of interaction have in common. */
function envelope(world: World, { userId, channelId, locale }: Who) {
  const channel = channelFor(world, channelId, userId);
  require(world, userId, channel, 'UseApplicationCommands');
  const { user, member, locale: own } = world.people.get(userId)!;
  const { id, preferred_locale, features } = world.guild;
  const permissions = permissionsIn(world, userId, channel).toString();
  const inGuild = channel.type !== ChannelType.DM;
  return {
    application_id: world.applicationId,
    version: 1,
    channel: { ...channel, permissions },
    channel_id: channel.id,
    app_permissions: permissionsIn(world, world.botId, channel).toString(),
    locale: locale ?? own,
    entitlements: [],
    attachment_size_limit: world.limits.attachmentSize,
    authorizing_integration_owners: {
      [ApplicationIntegrationType.GuildInstall]: inGuild ? id : '0',
    },
    context: inGuild ? InteractionContextType.Guild : InteractionContextType.BotDM,
    ...(inGuild
      ? {
          guild_id: id,
          guild: { id, locale: preferred_locale, features },
          guild_locale: preferred_locale,
          member: { ...member, user, permissions },
        }
      : { user }),
  };
}

interface Details {
  readonly type: InteractionType;
  readonly data: unknown;
  /** The message whose component was used, as the API shows it. */
  readonly message?: unknown;
  readonly messageId?: string | undefined;
  readonly openedBy?: string;
}

/** Sends an interaction to the bot, which has three seconds to answer it. */
export function interact(world: World, who: Who, details: Details): Interaction {
  const { type, data, message, messageId, openedBy } = details;
  const id = world.nextId();
  const token = randomBytes(48).toString('base64url');
  const interaction: Interaction = {
    id,
    token,
    userId: who.userId,
    channelId: who.channelId,
    payload: {
      ...envelope(world, who),
      id,
      token,
      type,
      data,
      ...(message !== undefined && { message }),
    } as unknown as APIInteraction,
    ...(messageId !== undefined && { messageId, originalId: messageId }),
    ...(openedBy !== undefined && { openedBy }),
    messageIds: new Set(messageId === undefined ? [] : [messageId]),
    failed: false,
    tokenUntil: Date.now() + world.limits.tokenLifeMs,
  };
  world.interactions.set(id, interaction);
  setTimeout(() => {
    if (interaction.acknowledgement !== undefined) return;
    interaction.failed = true;
    announce(world, { type: 'failed', interaction });
  }, world.limits.acknowledgeWithinMs).unref();
  announce(world, { type: 'interaction', interaction });
  return interaction;
}

/** How the bot answered, as soon as it has. Throws `UserError('no-answer')` when it does not in time. */
export function answerTo(world: World, interaction: Interaction): Promise<Acknowledgement> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (interaction.acknowledgement !== undefined) resolve(interaction.acknowledgement);
      else if (interaction.failed) reject(new UserError('no-answer', 'The application did not respond.'));
      else return;
      world.changes.off('change', onChange);
    };
    const onChange = (change: Change) => {
      if ((change.type === 'acknowledged' || change.type === 'failed') && change.interaction === interaction)
        look();
    };
    world.changes.on('change', onChange);
    look();
  });
}
