/** The key of a member's hourly allowance: one for each server, and one for direct messages. */
export const limitKey = (guildId: string | null | undefined, userId: string): string =>
  `${guildId ?? 'direct'}-${userId}`;
