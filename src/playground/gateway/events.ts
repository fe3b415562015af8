import {
  ChannelType,
  GatewayDispatchEvents,
  type GatewayGuildCreateDispatchData,
  GatewayIntentBits,
  type GatewayReadyDispatchData,
} from 'discord-api-types/v10';
import { messageView } from '../messages/view.ts';
import { isThread } from '../rest/access.ts';
import { noFlags } from '../world/flags.ts';
import { may } from '../world/permissions.ts';
import type { Change, Channel, StoredMessage, World } from '../world/world.ts';

/** Events of the gateway, and the intent that each needs; 0 needs none. */
export interface GatewayEvent {
  readonly name: GatewayDispatchEvents;
  readonly data: unknown;
  readonly intent: GatewayIntentBits | 0;
  /** What is left of `data` for a bot that may not read messages. */
  readonly withoutContent?: unknown;
}

const isDirect = (world: World, channelId: string) => world.channels.get(channelId)?.type === ChannelType.DM;

const botSees = (world: World, channel: Channel): boolean => may(world, world.botId, channel, 'ViewChannel');

function messageEvent(world: World, stored: StoredMessage, name: GatewayDispatchEvents): GatewayEvent[] {
  const message = messageView(world, stored);
  const isMine = message.author.id === world.botId || message.mentions.some(({ id }) => id === world.botId);
  const direct = isDirect(world, message.channel_id);
  const data = { ...message, ...(!direct && { guild_id: world.guild.id }) };
  const isOpen = isMine || direct;
  return [
    {
      name,
      data,
      intent: direct ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages,
      ...(!isOpen && {
        withoutContent: { ...data, content: '', embeds: [], attachments: [], components: [] },
      }),
    },
  ];
}

const CHANNEL_EVENTS = {
  thread: {
    new: GatewayDispatchEvents.ThreadCreate,
    changed: GatewayDispatchEvents.ThreadUpdate,
    gone: GatewayDispatchEvents.ThreadDelete,
  },
  channel: {
    new: GatewayDispatchEvents.ChannelCreate,
    changed: GatewayDispatchEvents.ChannelUpdate,
    gone: GatewayDispatchEvents.ChannelDelete,
  },
} as const;

function channelEvent(world: World, channel: Channel, what: 'new' | 'changed' | 'gone'): GatewayEvent[] {
  // Since v8 a bot learns of direct messages by their messages alone.
  if (channel.type === ChannelType.DM || !botSees(world, channel)) return [];
  const kind = isThread(channel) ? 'thread' : 'channel';
  const data = { ...channel, ...(kind === 'thread' && what === 'new' && { newly_created: true }) };
  return [{ name: CHANNEL_EVENTS[kind][what], data, intent: GatewayIntentBits.Guilds }];
}

/** The gateway event of a change in the world. */
const EVENTS: {
  readonly [Type in Change['type']]: (
    world: World,
    change: Extract<Change, { type: Type }>,
  ) => GatewayEvent[];
} = {
  message: (world, { stored, isNew }) =>
    stored.visibleTo === undefined
      ? messageEvent(
          world,
          stored,
          isNew ? GatewayDispatchEvents.MessageCreate : GatewayDispatchEvents.MessageUpdate,
        )
      : [],
  'message-deleted': (world, { stored: { message, visibleTo } }) =>
    visibleTo === undefined
      ? [
          {
            name: GatewayDispatchEvents.MessageDelete,
            data: {
              id: message.id,
              channel_id: message.channel_id,
              ...(!isDirect(world, message.channel_id) && { guild_id: world.guild.id }),
            },
            intent: isDirect(world, message.channel_id)
              ? GatewayIntentBits.DirectMessages
              : GatewayIntentBits.GuildMessages,
          },
        ]
      : [],
  channel: (world, { channel, isNew }) => channelEvent(world, channel, isNew ? 'new' : 'changed'),
  'channel-deleted': (world, { channel }) => channelEvent(world, channel, 'gone'),
  interaction: (_world, { interaction }) => [
    { name: GatewayDispatchEvents.InteractionCreate, data: interaction.payload, intent: 0 },
  ],
  acknowledged: () => [],
  failed: () => [],
  commands: () => [],
  typing: () => [],
};

export const eventsOf = (world: World, change: Change): GatewayEvent[] =>
  (EVENTS[change.type] as (world: World, change: Change) => GatewayEvent[])(world, change);

/** The first events of a session: READY, then the guild. */
export function openingEvents(world: World, sessionId: string): GatewayEvent[] {
  const bot = world.people.get(world.botId)!;
  const ready: GatewayReadyDispatchData = {
    v: 10,
    user: bot.user,
    guilds: [{ id: world.guild.id, unavailable: true }],
    session_id: sessionId,
    resume_gateway_url: gatewayUrl(world),
    application: { id: world.applicationId, flags: noFlags(), flags_new: '0' },
  };
  const channels = [...world.channels.values()].filter(
    channel => channel.type !== ChannelType.DM && botSees(world, channel),
  );
  const guild = {
    ...world.guild,
    joined_at: bot.member!.joined_at,
    large: false,
    unavailable: false,
    member_count: world.people.size,
    voice_states: [],
    members: [{ ...bot.member, user: bot.user }],
    channels: channels.filter(channel => !isThread(channel)),
    threads: channels.filter(channel => 'thread_metadata' in channel && !channel.thread_metadata?.archived),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  } as unknown as GatewayGuildCreateDispatchData;
  return [
    { name: GatewayDispatchEvents.Ready, data: ready, intent: 0 },
    { name: GatewayDispatchEvents.GuildCreate, data: guild, intent: GatewayIntentBits.Guilds },
  ];
}

export const gatewayUrl = (world: World): string => `${world.origin.replace(/^http/, 'ws')}/gateway`;
