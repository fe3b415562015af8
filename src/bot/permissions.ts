import { PermissionFlagsBits } from 'discord.js';

/** The permissions that the bot needs in a server, and no others. */
export const NEEDED = {
  ViewChannel: PermissionFlagsBits.ViewChannel,
  SendMessages: PermissionFlagsBits.SendMessages,
  CreatePublicThreads: PermissionFlagsBits.CreatePublicThreads,
  SendMessagesInThreads: PermissionFlagsBits.SendMessagesInThreads,
  AttachFiles: PermissionFlagsBits.AttachFiles,
  /** After a crash, to see whether a result was posted already. */
  ReadMessageHistory: PermissionFlagsBits.ReadMessageHistory,
} as const;

/** The link by which a server's manager adds the bot. */
export function inviteLink(applicationId: string): string {
  const permissions = Object.values(NEEDED).reduce((all, one) => all | one, 0n);
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: permissions.toString(),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
