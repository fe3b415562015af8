import {
  type APIGuild,
  type APIRole,
  GuildDefaultMessageNotifications,
  GuildExplicitContentFilter,
  GuildMFALevel,
  GuildNSFWLevel,
  GuildPremiumTier,
  GuildVerificationLevel,
  Locale,
} from 'discord-api-types/v10';

import { noFlags } from './flags.ts';

interface GuildSeed {
  readonly id: string;
  readonly name: string;
  /** A user's id. */
  readonly owner: string;
  readonly roles: readonly APIRole[];
}

/** A guild as the API shows it, with nothing switched on. */
export const makeGuild = ({ id, name, owner, roles }: GuildSeed): APIGuild => ({
  id,
  name,
  owner_id: owner,
  roles: [...roles],
  icon: null,
  splash: null,
  discovery_splash: null,
  banner: null,
  description: null,
  features: [],
  emojis: [],
  stickers: [],
  region: 'deprecated',
  afk_channel_id: null,
  afk_timeout: 300,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: noFlags(),
  rules_channel_id: null,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  widget_enabled: false,
  widget_channel_id: null,
  vanity_url_code: null,
  verification_level: GuildVerificationLevel.None,
  default_message_notifications: GuildDefaultMessageNotifications.OnlyMentions,
  explicit_content_filter: GuildExplicitContentFilter.Disabled,
  mfa_level: GuildMFALevel.None,
  nsfw_level: GuildNSFWLevel.Default,
  premium_tier: GuildPremiumTier.None,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  preferred_locale: Locale.EnglishUS,
  max_presences: null,
  max_members: 500_000,
  max_video_channel_users: 25,
  max_stage_video_channel_users: 50,
  hub_type: null,
  incidents_data: null,
});
