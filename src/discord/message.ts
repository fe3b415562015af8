import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
  type InteractionEditReplyOptions,
  MessageFlags,
  type RepliableInteraction,
} from 'discord.js';
import { cut, messageText } from '../language/plain.ts';

export interface MessageFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** Alternative text, for those who do not see the picture. */
  readonly alt: string;
}

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** A message of the bot; only `pings`, ids of users, are pinged. */
export interface Message {
  readonly content: string;
  readonly files?: readonly MessageFile[];
  readonly rows?: readonly Row[];
  readonly pings?: readonly string[];
}

export type Style = 'primary' | 'secondary' | 'success' | 'danger';

const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

export const button = (label: string, customId: string, style: Style = 'secondary'): APIButtonComponent => ({
  type: ComponentType.Button,
  style: STYLES[style],
  label: cut(label, 80),
  custom_id: customId,
});

export const row = (...components: APIComponentInMessageActionRow[]): Row => ({
  type: ComponentType.ActionRow,
  components,
});

export const select = (
  placeholder: string,
  customId: string,
  options: readonly { readonly label: string; readonly value: string }[],
): APIStringSelectComponent => ({
  type: ComponentType.StringSelect,
  custom_id: customId,
  placeholder,
  options: options.map(({ label, value }) => ({ label: cut(label, 100), value })),
});

/** The message as discord.js takes it for an answer. Whatever files were there before are replaced. */
export const asReply = ({ content, files = [], rows = [], pings = [] }: Message) =>
  ({
    content: messageText(content),
    files: files.map(({ name, bytes, alt }) => ({ name, attachment: bytes, description: alt })),
    components: [...rows],
    attachments: [],
    allowedMentions: { parse: [], users: [...pings] },
  }) satisfies InteractionEditReplyOptions;

/** Answers an interaction, deferred before or not; a `hidden` answer is ephemeral. */
export async function answer(
  interaction: RepliableInteraction,
  message: Message,
  { hidden = true }: { hidden?: boolean } = {},
): Promise<void> {
  const reply = asReply(message);
  if (interaction.deferred || interaction.replied) {
    await interaction.editReply(reply);
    return;
  }
  const { attachments: _, ...fresh } = reply;
  await interaction.reply({ ...fresh, ...(hidden ? { flags: MessageFlags.Ephemeral } : {}) });
}
