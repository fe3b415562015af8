import type { APIMessage } from 'discord.js';
import type { StoredEdit } from '../store/records.ts';

type About = Pick<APIMessage, 'components'>;

const idsIn = ({ components }: About): string => JSON.stringify(components ?? []);

/** Whether a message is the status of an edit that is not done: its Cancel carries the edit's id. */
export const isStatusOf = ({ id }: Pick<StoredEdit, 'id'>, message: About): boolean =>
  idsIn(message).includes(`"cancel.${id}.`);

/** Whether a message tells what came of an edit: other buttons of it carry the edit's id. */
export const isResultOf = (edit: Pick<StoredEdit, 'id'>, message: About): boolean =>
  idsIn(message).includes(`.${edit.id}.`) && !isStatusOf(edit, message);
