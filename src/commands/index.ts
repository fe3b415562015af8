import type { EditAction, FormName, MemberAction } from '../discord/actions.ts';
import { again } from './again.ts';
import type { FormAction, MemberPressAction, MessageCommand, PressAction, SlashCommand } from './context.ts';
import { edit } from './edit.ts';
import { editThisImage } from './edit-this-image.ts';
import { forget, forgetMe } from './forget-me.ts';
import { forms } from './forms/index.ts';
import { help } from './help.ts';
import { limits } from './limits.ts';
import { mask } from './mask.ts';
import { packs } from './packs.ts';
import { adjustingPresses } from './presses/adjust.ts';
import { comparingPresses } from './presses/compare.ts';
import { derivingPresses } from './presses/derive.ts';
import { formOpeningPresses } from './presses/open-forms.ts';
import { pickingPresses } from './presses/pick.ts';
import { tidyingPresses } from './presses/tidy.ts';
import { queue } from './queue.ts';

const byName = <T extends { readonly data: { readonly name: string } }>(
  commands: readonly T[],
): ReadonlyMap<string, T> => new Map(commands.map(command => [command.data.name, command]));

export const slashCommands: ReadonlyMap<string, SlashCommand> = byName<SlashCommand>([
  edit,
  mask,
  queue,
  again,
  packs,
  help,
  forgetMe,
  limits,
]);

export const messageCommands: ReadonlyMap<string, MessageCommand> = byName<MessageCommand>([editThisImage]);

/** What each button and menu about an edit does. */
export const presses: Readonly<Record<EditAction, PressAction>> = {
  ...derivingPresses,
  ...adjustingPresses,
  ...formOpeningPresses,
  ...pickingPresses,
  ...comparingPresses,
  ...tidyingPresses,
};

export const memberPresses: Readonly<Record<MemberAction, MemberPressAction>> = { forget };

export const formActions: Readonly<Record<FormName, FormAction>> = forms;

/** Everything that Discord has to know about. */
export const commandList = [...slashCommands.values(), ...messageCommands.values()].map(({ data }) => data);
