import type { Texts } from '../language/texts/index.ts';

/**
 * Something that cannot be done for a member, with a sentence in each language that says why and what to do.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  readonly say: (texts: Texts) => string;

  constructor(say: (texts: Texts) => string) {
    super('A request was refused.');
    this.say = say;
  }
}
