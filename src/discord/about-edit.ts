import type { APIMessage } from 'discord.js';
import { idStart } from './custom-id.ts';

type WithComponents = Pick<APIMessage, 'components'>;

const idsIn = ({ components }: WithComponents): string => JSON.stringify(components ?? []);

/** Whether a message is the status of an edit that is not done: its Cancel carries the edit's id. */
export const isStatusOf = ({ id }: { readonly id: string }, message: WithComponents): boolean =>
  idsIn(message).includes(`"${idStart('cancel', id)}`);

/** Whether a message shows the outcome of an edit: other buttons of it carry the edit's id. */
export const isResultOf = (edit: { readonly id: string }, message: WithComponents): boolean =>
  idsIn(message).includes(`.${edit.id}.`) && !isStatusOf(edit, message);
