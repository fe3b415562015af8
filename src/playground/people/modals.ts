import { ComponentType, InteractionType } from 'discord-api-types/v10';
import { UserError } from '../../errors.ts';
import { messageView } from '../messages/view.ts';
import { attachmentView, keepFile, type Upload } from '../world/files.ts';
import type { Interaction, OpenModal, World } from '../world/world.ts';
import { interact } from './interact.ts';

/** What a field of a modal holds: text, chosen values, a tick, or files. */
export type FieldValue = string | boolean | readonly string[] | readonly Upload[];

/** By the fields' `custom_id`. */
export type Fields = Readonly<Record<string, FieldValue>>;

/** A field of a modal, of any type. */
interface Field {
  readonly type: ComponentType;
  readonly id?: number;
  readonly custom_id: string;
  readonly value?: string;
  readonly required?: boolean;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly min_values?: number;
  readonly max_values?: number;
  readonly default?: boolean;
  readonly options?: readonly { readonly value: string; readonly default?: boolean }[];
}

interface Row {
  readonly type: ComponentType;
  readonly id?: number;
  readonly component?: Field;
  readonly components?: readonly Field[];
}

const wrong = (message: string) => new UserError('bad-option', message);

function text({ value = '', required = true, min_length = 0, max_length = 4000 }: Field, given?: FieldValue) {
  const written = given === undefined ? value : given;
  if (typeof written !== 'string') throw wrong('This field takes text.');
  if (required && written === '') throw wrong('A required field is empty.');
  if (written.length > max_length) throw wrong(`A field is too long: at most ${max_length} characters.`);
  if (written !== '' && written.length < min_length)
    throw wrong(`A field is too short: at least ${min_length}.`);
  return { value: written };
}

function chosen(
  { options = [], required = true, min_values = 1, max_values = 1 }: Field,
  given?: FieldValue,
) {
  const preset = options.filter(option => option.default).map(({ value }) => value);
  const values = given === undefined ? preset : [given].flat().map(String);
  const least = required ? min_values : 0;
  if (values.length < least || values.length > max_values) {
    throw wrong(`Choose between ${least} and ${max_values} of them.`);
  }
  if (options.length > 0 && values.some(value => !options.some(option => option.value === value))) {
    throw wrong('There is no such choice.');
  }
  return { values };
}

type Answered = Readonly<Record<string, unknown>>;

/** What a field of each type sends; files are kept beforehand and come as ids. */
const ANSWERS: Partial<Record<ComponentType, (field: Field, given?: FieldValue) => Answered>> = {
  [ComponentType.TextInput]: text,
  [ComponentType.StringSelect]: chosen,
  [ComponentType.UserSelect]: chosen,
  [ComponentType.RoleSelect]: chosen,
  [ComponentType.MentionableSelect]: chosen,
  [ComponentType.ChannelSelect]: chosen,
  [ComponentType.FileUpload]: chosen,
  [ComponentType.CheckboxGroup]: (field, given) =>
    chosen({ ...field, max_values: field.max_values ?? field.options?.length ?? 1 }, given),
  [ComponentType.RadioGroup]: (field, given) => ({ value: chosen(field, given).values[0] ?? null }),
  [ComponentType.Checkbox]: (field, given) => ({ value: given ?? field.default ?? false }),
};

const isUploads = (given: FieldValue | undefined): given is readonly Upload[] =>
  Array.isArray(given) && given.length > 0 && given.every(item => typeof item === 'object');

/** Fills in and submits a modal that the bot opened for this user. */
export async function submitModal(world: World, open: OpenModal, fields: Fields): Promise<Interaction> {
  const opener = world.interactions.get(open.interactionId);
  if (opener === undefined) throw new Error(`There is no interaction ${open.interactionId}`);
  const attachments: Record<string, unknown> = {};
  const answer = async (field: Field) => {
    let given = fields[field.custom_id];
    if (isUploads(given)) {
      const ids: string[] = [];
      for (const upload of given) {
        const { id } = await keepFile(world, opener.channelId, upload);
        attachments[id] = attachmentView(world, { fileId: id }, true);
        ids.push(id);
      }
      given = ids;
    }
    const fill = ANSWERS[field.type];
    if (fill === undefined) throw new Error(`A modal has no field of type ${field.type}`);
    return { type: field.type, id: field.id ?? 0, custom_id: field.custom_id, ...fill(field, given) };
  };
  const components: unknown[] = [];
  for (const [index, row] of (open.modal.components as unknown as readonly Row[]).entries()) {
    const common = { type: row.type, id: row.id ?? index + 1 };
    if (row.component) components.push({ ...common, component: await answer(row.component) });
    else if (row.components)
      components.push({ ...common, components: await Promise.all(row.components.map(answer)) });
    else components.push(common);
  }
  const message = opener.messageId === undefined ? undefined : world.messages.get(opener.messageId);
  return interact(world, opener, {
    type: InteractionType.ModalSubmit,
    data: {
      custom_id: open.modal.custom_id,
      components,
      ...(Object.keys(attachments).length > 0 && { resolved: { attachments } }),
    },
    ...(message && { message: messageView(world, message), messageId: message.message.id }),
    openedBy: opener.id,
  });
}
