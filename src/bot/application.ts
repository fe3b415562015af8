import { type REST, Routes } from 'discord.js';
import { signInProblem } from './sign-in.ts';

/**
 * The id of the application that the token of `rest` belongs to. Throws `UserError` when Discord does not
 * know the token, or cannot be reached.
 */
export async function applicationOf(rest: REST): Promise<string> {
  try {
    const { id } = (await rest.get(Routes.currentApplication())) as { id: string };
    return id;
  } catch (cause) {
    throw signInProblem(cause);
  }
}
