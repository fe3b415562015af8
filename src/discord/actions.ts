import type { Texts } from '../language/texts/index.ts';
import type { Style } from './message.ts';

export interface ActionRow {
  /** What the button says, or the menu while nothing is chosen. */
  readonly label: keyof Texts['buttons'];
  readonly style?: Style;
  /** What its custom id names: an edit, unless it says a member. */
  readonly about?: 'member';
}

/**
 * Every button and menu. Ids, views and handlers are typed by these keys, which custom ids carry: messages
 * outlive versions, so a key is never renamed.
 */
export const ACTIONS = {
  again: { label: 'again', style: 'primary' },
  variations: { label: 'variations' },
  less: { label: 'guidanceLess' },
  more: { label: 'guidanceMore' },
  ladder: { label: 'ladder' },
  maskless: { label: 'maskLess' },
  maskmore: { label: 'maskMore' },
  shrink: { label: 'shrink' },
  grow: { label: 'grow' },
  invert: { label: 'invert' },
  words: { label: 'words' },
  source: { label: 'source' },
  compare: { label: 'compare' },
  delete: { label: 'delete', style: 'danger' },
  pick: { label: 'pickGuidance', style: 'primary' },
  adjustless: { label: 'maskLess' },
  adjustmore: { label: 'maskMore' },
  adjustshrink: { label: 'shrink' },
  adjustgrow: { label: 'grow' },
  paint: { label: 'paint', style: 'success' },
  paintwords: { label: 'paintWords', style: 'success' },
  wrong: { label: 'wrong' },
  cancel: { label: 'cancel', style: 'danger' },
  anyway: { label: 'anyway' },
  seen: { label: 'pickWord' },
  forget: { label: 'forget', style: 'danger', about: 'member' },
} as const satisfies Record<string, ActionRow>;

type Table = typeof ACTIONS;
export type Action = keyof Table;
export type MemberAction = { [K in Action]: Table[K] extends { about: 'member' } ? K : never }[Action];
export type EditAction = Exclude<Action, MemberAction>;

/** Forms, by the word in their custom ids. */
export type FormName = 'words' | 'source' | 'paint' | 'draft';

/** Rows of buttons that are the same under every message of their kind. */
export const ROWS = {
  result: [
    ['again', 'variations', 'less', 'more', 'ladder'],
    ['maskless', 'maskmore', 'shrink', 'grow', 'invert'],
    ['words', 'source', 'compare', 'delete'],
  ],
  adjust: ['adjustless', 'adjustmore', 'adjustshrink', 'adjustgrow'],
} as const satisfies Record<string, readonly (Action | readonly Action[])[]>;
