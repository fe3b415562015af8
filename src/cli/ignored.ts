import type { Ignored } from '../pipeline/models/understand.ts';

const VERBS = { from: 'look for', to: 'paint' } as const;

/** Reports on standard error the words that a pack ignores. */
export function sayIgnored(ignored: readonly Ignored[], pack: string): void {
  for (const { field, object, words } of ignored) {
    const unknown = words.map(word => `"${word}"`).join(', ');
    process.stderr.write(`I ${VERBS[field]} "${object}": the models of ${pack} do not know ${unknown}.\n`);
  }
}
