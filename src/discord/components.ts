import type { APIButtonComponent, APIStringSelectComponent } from 'discord.js';
import type { Speech } from '../language/speech.ts';
import { ACTIONS, type Action, type ActionRow } from './actions.ts';
import { writeId } from './custom-id.ts';
import { button, select } from './message.ts';

/** Options of a menu. */
type Choices = readonly { readonly label: string; readonly value: string }[];

/** Makes the buttons and menus of one subject: the id of an edit, or of a member. */
export function componentsOf(subject: string, { texts }: Pick<Speech, 'texts'>, secret: Buffer) {
  const labelOf = (action: Action) => texts.buttons[ACTIONS[action].label];
  return {
    /** With a label of its own, or the action's. */
    button(action: Action, argument = '', label = labelOf(action)): APIButtonComponent {
      const { style }: ActionRow = ACTIONS[action];
      return button(label, writeId(secret, action, subject, argument), style);
    },
    menu: (action: Action, choices: Choices): APIStringSelectComponent =>
      select(labelOf(action), writeId(secret, action, subject), choices),
  };
}
