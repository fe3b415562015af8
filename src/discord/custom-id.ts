import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Action, FormName } from './actions.ts';

/** What a button, a menu or a form says. */
export interface CustomId {
  /** An `Action`, or a `FormName`, of this version or of another. */
  readonly action: string;
  /** The id of an edit, of a draft, or of a member. */
  readonly subject: string;
  /** Which of several, or nothing. */
  readonly argument: string;
}

/** Bytes of the signature: too many to guess, few enough for Discord's hundred characters. */
const SIGNATURE = 9;

const sign = (secret: Buffer, text: string) =>
  createHmac('sha256', secret).update(text).digest().subarray(0, SIGNATURE).toString('base64url');

/**
 * `action.subject.argument.signature`: everything else lies in the store, so that buttons outlive the
 * process, and nobody can forge one for another member's edit.
 */
export function writeId(secret: Buffer, action: Action | FormName, subject: string, argument = ''): string {
  const text = `${action}.${subject}.${argument}`;
  return `${text}.${sign(secret, text)}`;
}

/** How the ids of an action on a subject begin. */
export const idStart = (action: Action, subject: string): string => `${action}.${subject}.`;

/** What an id says; `undefined` when the bot did not write it. */
export function readId(secret: Buffer, customId: string): CustomId | undefined {
  const end = customId.lastIndexOf('.');
  const text = customId.slice(0, Math.max(0, end));
  const given = Buffer.from(customId.slice(end + 1));
  const expected = Buffer.from(sign(secret, text));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const [action, subject, ...argument] = text.split('.');
  return { action, subject, argument: argument.join('.') };
}
