import { type BaseInteraction, PermissionFlagsBits } from 'discord.js';
import { Refusal } from '../discord/refusal.ts';
import type { StoredEdit } from '../store/records.ts';

/** Throws `Refusal` unless the member asked for this edit. */
export function requireOwner({ user }: BaseInteraction, { userId }: StoredEdit): void {
  if (user.id !== userId) throw new Refusal(({ refusal }) => refusal.notYours);
}

/**
 * Throws `Refusal` unless the member asked for this edit, or may manage messages in its server.
 */
export function requireOwnerOrModerator(interaction: BaseInteraction, edit: StoredEdit): void {
  const moderates =
    edit.guildId !== undefined &&
    interaction.guildId === edit.guildId &&
    interaction.memberPermissions?.has(PermissionFlagsBits.ManageMessages) === true;
  if (!moderates) requireOwner(interaction, edit);
}
