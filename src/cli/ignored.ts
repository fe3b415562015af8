import type { Ignored } from '../pipeline/models/understand.ts';

const VERBS = { from: 'look for', to: 'paint' } as const;

/** Says which words mean nothing to a pack, and what it makes of the others, on standard error. */
export function sayIgnored(ignored: readonly Ignored[], pack: string): void {
  for (const { field, object, words } of ignored) {
    const unknown = words.map(word => `"${word}"`).join(', ');
    process.stderr.write(`I ${VERBS[field]} "${object}": the models of ${pack} do not know ${unknown}.\n`);
  }
}
