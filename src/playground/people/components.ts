import { ComponentType, InteractionType } from 'discord-api-types/v10';
import { UserError } from '../../errors.ts';
import { type Component, walkAll } from '../messages/components.ts';
import { messageView } from '../messages/view.ts';
import { type Interaction, messagesIn, type World } from '../world/world.ts';
import { interact, type Who } from './interact.ts';

interface Select extends Component {
  readonly min_values?: number;
  readonly max_values?: number;
  readonly options?: readonly { readonly value: string }[];
}

function checkChoice(
  { type, min_values = 1, max_values = 1, options = [] }: Select,
  values: readonly string[],
): void {
  if (values.length < min_values || values.length > max_values) {
    throw new UserError('bad-option', `Choose between ${min_values} and ${max_values} of them.`);
  }
  const unknown = values.find(value => !options.some(option => option.value === value));
  if (type === ComponentType.StringSelect && unknown !== undefined) {
    throw new UserError('bad-option', `There is no choice ${unknown}.`);
  }
}

/** Presses a button, or chooses `values` from a menu. Who can see a message may use its components. */
export function useComponent(
  world: World,
  who: Who,
  messageId: string,
  customId: string,
  values: readonly string[] = [],
): Interaction {
  const stored = messagesIn(world, who.channelId, who.userId).find(({ message }) => message.id === messageId);
  if (stored === undefined) throw new UserError('bad-option', 'There is no such message here.');
  const component = walkAll(stored.message.components ?? []).find(({ custom_id }) => custom_id === customId);
  if (component === undefined || component.disabled) {
    throw new UserError('bad-option', 'There is nothing of this name to use on the message.');
  }
  const isButton = component.type === ComponentType.Button;
  if (!isButton) checkChoice(component, values);
  return interact(world, who, {
    type: InteractionType.MessageComponent,
    data: {
      id: component.id,
      custom_id: customId,
      component_type: component.type,
      ...(!isButton && { values }),
    },
    message: messageView(world, stored),
    messageId,
  });
}
