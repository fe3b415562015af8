import { type APIMessageTopLevelComponent, ComponentType } from 'discord-api-types/v10';
import { invalidForm } from '../rest/errors.ts';

/** A component as plain data: what is walked is found by these fields, whatever the type. */
export interface Component {
  readonly type: ComponentType;
  readonly id?: number;
  readonly custom_id?: string;
  readonly label?: string;
  readonly content?: string;
  readonly disabled?: boolean;
  readonly components?: readonly Component[];
  /** Of a section. */
  readonly accessory?: Component;
  /** Of a label in a modal. */
  readonly component?: Component;
}

/** The component and all within it, in the order in which they are shown. */
function* walk(component: Component): Generator<Component> {
  yield component;
  for (const child of component.components ?? []) yield* walk(child);
  if (component.accessory) yield* walk(component.accessory);
  if (component.component) yield* walk(component.component);
}

export const walkAll = (components: readonly unknown[]): Component[] =>
  components.flatMap(component => [...walk(component as Component)]);

/** What answers carry although requests may leave it out. */
const DEFAULTS: Partial<Record<ComponentType, Readonly<Record<string, unknown>>>> = {
  [ComponentType.StringSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.UserSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.RoleSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.MentionableSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.ChannelSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.Thumbnail]: { description: null, spoiler: false },
  [ComponentType.File]: { spoiler: false },
  [ComponentType.Separator]: { divider: true, spacing: 1 },
  [ComponentType.Container]: { accent_color: null, spoiler: false },
};

const ONLY_V2 = new Set([
  ComponentType.Section,
  ComponentType.TextDisplay,
  ComponentType.Thumbnail,
  ComponentType.MediaGallery,
  ComponentType.File,
  ComponentType.Separator,
  ComponentType.Container,
]);

/** Throws the `ApiError` with which Discord refuses such components. */
function check(components: readonly unknown[], isV2: boolean): void {
  const all = walkAll(components);
  if (all.length > 40)
    throw invalidForm('components', 'BASE_TYPE_BAD_LENGTH', 'Must be 40 or fewer in number.');
  if (!isV2 && components.length > 5) {
    throw invalidForm('components', 'BASE_TYPE_BAD_LENGTH', 'Must be 5 or fewer in length.');
  }
  const onlyV2 = all.find(({ type }) => !isV2 && ONLY_V2.has(type));
  if (onlyV2) {
    throw invalidForm(
      'components',
      'UNION_TYPE_CHOICES',
      `Type ${onlyV2.type} needs the flag IS_COMPONENTS_V2.`,
    );
  }
  const ids = all.flatMap(({ custom_id }) => custom_id ?? []);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw invalidForm(
      'components',
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      `Component custom id cannot be duplicated: ${twice}`,
    );
  }
}

/** Numbers the components that have no id, and fills in what answers always carry. */
export function settleComponents(
  components: readonly APIMessageTopLevelComponent[],
  isV2: boolean,
): APIMessageTopLevelComponent[] {
  check(components, isV2);
  const taken = new Set(walkAll(components).map(({ id }) => id));
  let next = 1;
  const number = (): number => {
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  };
  const settle = (component: Component): Component => {
    const id = component.id ?? number();
    return {
      ...DEFAULTS[component.type],
      ...component,
      id,
      ...(component.components && { components: component.components.map(settle) }),
      ...(component.accessory && { accessory: settle(component.accessory) }),
    };
  };
  return components.map(
    component => settle(component as Component) as unknown as APIMessageTopLevelComponent,
  );
}
