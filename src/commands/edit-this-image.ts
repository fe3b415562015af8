import { ApplicationCommandType } from 'discord.js';
import { writeId } from '../discord/custom-id.ts';
import { EVERYWHERE } from '../discord/describe.ts';
import { Refusal } from '../discord/refusal.ts';
import { localizations, TEXTS } from '../language/texts/index.ts';
import { newId } from '../store/ids.ts';
import type { MessageCommand } from './context.ts';
import { form, pictureField, wordsField } from './forms/form.ts';

/** File names of pictures; the worker checks the content. */
const PICTURE = /\.(png|jpe?g|webp|gif|avif)$/i;

/** "Edit this image…" on a message: asks which picture, what should go and what should come. */
export const editThisImage = {
  data: {
    type: ApplicationCommandType.Message,
    name: TEXTS.en.commands.editThis,
    name_localizations: localizations(texts => texts.commands.editThis),
    ...EVERYWHERE,
  },
  execute: async (interaction, { store }, speech) => {
    const attachments = [...interaction.targetMessage.attachments.values()];
    const pictures = attachments
      .filter(({ contentType, name }) => contentType?.startsWith('image/') ?? PICTURE.test(name))
      .map(({ url, name, size }) => ({ url, name, size }));
    if (pictures.length === 0) throw new Refusal(({ refusal }) => refusal.noPicture);
    const draft = newId();
    const names = pictures.map(({ name }) => name);
    const asked = form(writeId(store.secret, 'draft', draft), speech.texts.form.title, [
      ...(pictures.length > 1 ? [pictureField(names, speech)] : []),
      wordsField('from', speech),
      wordsField('to', speech),
    ]);
    // The form is the first answer and waits for nothing; it comes back long after the pictures are written
    // down.
    await Promise.all([
      interaction.showModal(asked),
      store.drafts.add({ id: draft, userId: interaction.user.id, pictures }),
    ]);
  },
} satisfies MessageCommand;
