import { Locale } from 'discord-api-types/v10';
import { z } from 'zod';
import { messageView } from '../messages/view.ts';
import { autocomplete, commandsFor, runCommand, runOnMessage } from '../people/commands.ts';
import { useComponent } from '../people/components.ts';
import { answerTo, type Who } from '../people/interact.ts';
import { changeThread, post, remove, say } from '../people/messages.ts';
import { type FieldValue, submitModal } from '../people/modals.ts';
import type { Value } from '../people/options.ts';
import { channelFor, require } from '../rest/access.ts';
import { openDirectMessage } from '../world/direct.ts';
import type { Upload } from '../world/files.ts';
import type { Interaction, World } from '../world/world.ts';

const who = {
  userId: z.string(),
  channelId: z.string(),
  locale: z.enum(Locale).optional(),
};

/** A file of the request, by the number in `files[n]`. */
const fileNumber = z.object({ file: z.number().int().nonnegative() });

const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), fileNumber]));

const act = z.discriminatedUnion('act', [
  z.object({ ...who, act: z.literal('say'), content: z.string() }),
  z.object({ ...who, act: z.literal('post'), title: z.string().min(1).max(100), content: z.string() }),
  z.object({ ...who, act: z.literal('commands') }),
  z.object({ ...who, act: z.literal('command'), name: z.string(), values }),
  z.object({ ...who, act: z.literal('autocomplete'), name: z.string(), focused: z.string(), values }),
  z.object({ ...who, act: z.literal('on-message'), name: z.string(), messageId: z.string() }),
  z.object({
    ...who,
    act: z.literal('component'),
    messageId: z.string(),
    customId: z.string(),
    values: z.array(z.string()).optional(),
  }),
  z.object({
    ...who,
    act: z.literal('modal'),
    interactionId: z.string(),
    fields: z.record(
      z.string(),
      z.union([z.string(), z.boolean(), z.array(z.string()), z.array(fileNumber)]),
    ),
  }),
  z.object({ ...who, act: z.literal('delete'), messageId: z.string() }),
  z.object({
    ...who,
    act: z.literal('thread'),
    archived: z.boolean().optional(),
    locked: z.boolean().optional(),
  }),
  z.object({ ...who, act: z.literal('direct-messages') }),
]);

type Act = z.infer<typeof act>;
type Named<Name extends Act['act']> = Extract<Act, { act: Name }>;

interface Given<A extends Act> {
  readonly world: World;
  readonly who: Who;
  readonly asked: A;
  readonly files: ReadonlyMap<number, Upload>;
}

const fileOf = (files: ReadonlyMap<number, Upload>, { file }: { file: number }): Upload => {
  const upload = files.get(file);
  if (upload === undefined) throw new Error(`The request has no files[${file}]`);
  return upload;
};

const filled = (files: ReadonlyMap<number, Upload>, given: z.infer<typeof values>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === 'object' ? fileOf(files, value) : value,
    ]),
  );

/** The outcome of an interaction, as far as the page has to react. */
async function outcome(world: World, interaction: Interaction) {
  const answer = await answerTo(world, interaction);
  return {
    interactionId: interaction.id,
    kind: answer.kind,
    ...(answer.kind === 'modal' && { modal: answer.modal }),
  };
}

function asField(files: ReadonlyMap<number, Upload>, value: Named<'modal'>['fields'][string]): FieldValue {
  if (!Array.isArray(value)) return value;
  return value.map(item => (typeof item === 'object' ? fileOf(files, item) : item)) as FieldValue;
}

/** What a person does on the page, by name. What they return is shown to the page as JSON. */
const ACTS: { readonly [Name in Act['act']]: (given: Given<Named<Name>>) => unknown } = {
  say: async ({ world, who, asked, files }) =>
    messageView(world, await say(world, who, asked.content, [...files.values()])),
  post: ({ world, who, asked, files }) => post(world, who, asked.title, asked.content, [...files.values()]),
  commands: ({ world, who }) => commandsFor(world, who),
  command: async ({ world, who, asked, files }) =>
    outcome(world, await runCommand(world, who, asked.name, filled(files, asked.values))),
  autocomplete: ({ world, who, asked, files }) =>
    autocomplete(world, who, asked.name, asked.focused, filled(files, asked.values)),
  'on-message': ({ world, who, asked }) =>
    outcome(world, runOnMessage(world, who, asked.name, asked.messageId)),
  component: ({ world, who, asked }) =>
    outcome(world, useComponent(world, who, asked.messageId, asked.customId, asked.values)),
  modal: async ({ world, who, asked, files }) => {
    const opener = world.interactions.get(asked.interactionId);
    if (opener?.acknowledgement?.kind !== 'modal' || opener.userId !== who.userId) {
      throw new Error('There is no such modal for this user');
    }
    const fields = Object.entries(asked.fields).map(([id, value]) => [id, asField(files, value)] as const);
    return outcome(world, await submitModal(world, opener.acknowledgement.modal, Object.fromEntries(fields)));
  },
  delete: ({ world, who, asked }) => remove(world, who, asked.messageId),
  thread: ({ world, who, asked: { archived, locked } }) => {
    const channel = channelFor(world, who.channelId, who.userId);
    require(world, who.userId, channel, 'ManageThreads');
    changeThread(world, channel, {
      ...(archived !== undefined && { archived }),
      ...(locked !== undefined && { locked }),
    });
  },
  'direct-messages': ({ world, who }) => openDirectMessage(world, who.userId),
};

/**
 * Does what a page asks for. Throws `UserError` or `ApiError` with a sentence for the person.
 */
export async function perform(
  world: World,
  body: unknown,
  files: ReadonlyMap<number, Upload>,
): Promise<unknown> {
  const asked = act.parse(body);
  const { userId, channelId, locale } = asked;
  const given = { world, asked, files, who: { userId, channelId, ...(locale && { locale }) } };
  return (ACTS[asked.act] as (given: Given<Act>) => unknown)(given);
}
