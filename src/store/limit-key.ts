/** Whose hour it is: a member counts in each server by itself, and once in direct messages. */
export const limitKey = (guildId: string | null | undefined, userId: string): string =>
  `${guildId ?? 'direct'}-${userId}`;
