import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import { cut, plainWords } from '../../language/plain.ts';
import type { Speech } from '../../language/speech.ts';

const MAX_WORDS = 100;
/** Discord shows at most this many characters of a form's title and of a field's label. */
const MAX_LABEL = 45;

/** A line to write words in. */
export const wordsField = (id: 'from' | 'to', { texts }: Speech, value?: string): APILabelComponent => ({
  type: ComponentType.Label,
  label: cut(texts.form[id], MAX_LABEL),
  ...(id === 'to' ? { description: texts.form.toHint } : {}),
  component: {
    type: ComponentType.TextInput,
    custom_id: id,
    style: TextInputStyle.Short,
    max_length: MAX_WORDS,
    required: true,
    ...(value === undefined || value === '' ? {} : { value: cut(value, MAX_WORDS) }),
  },
});

/** A menu of the pictures of a message. */
export const pictureField = (names: readonly string[], { texts }: Speech): APILabelComponent => ({
  type: ComponentType.Label,
  label: cut(texts.form.which, MAX_LABEL),
  component: {
    type: ComponentType.StringSelect,
    custom_id: 'which',
    required: true,
    options: names.map((name, i) => ({
      label: cut(`${i + 1}. ${plainWords(name)}`, 100),
      value: String(i),
      default: i === 0,
    })),
  },
});

export const form = (
  customId: string,
  title: string,
  fields: APILabelComponent[],
): APIModalInteractionResponseCallbackData => ({
  custom_id: customId,
  title: cut(title, MAX_LABEL),
  components: fields,
});

/** The words that came back. */
export const writtenIn = ({ fields }: ModalSubmitInteraction) => ({
  from: fields.fields.has('from') ? fields.getTextInputValue('from') : undefined,
  to: fields.getTextInputValue('to'),
});
