import { compile } from './compiled.ts';
import { makeEmptyDatabase } from './empty-database.ts';

/** Makes, before all tests, what many of them would each make for themselves. */
export default async function setup(): Promise<void> {
  compile();
  await makeEmptyDatabase();
}
