import { UserError } from '../../errors.ts';
import type { Box, Picture } from '../image/picture.ts';
import { type Colour, type InstanceChoice, isColour } from '../models/choice.ts';
import { coloursOf } from './colours.ts';
import type { Region } from './fine-pass.ts';

/** An object is of a colour where at least this much of it is. */
const OF_COLOUR = 0.15;

/**
 * The candidates, sorted from the left, that a choice names. Throws `UserError('no-such-instance')` where
 * there are fewer, or none of the colour.
 */
export function pick<R extends Region>(
  candidates: readonly R[],
  choice: InstanceChoice,
  from: string,
  picture: Picture,
): R[] {
  if (choice === 'all') return [...candidates];
  if (typeof choice === 'number') return [byNumber(candidates, choice, from)];
  if (isColour(choice)) return [byColour(candidates, choice, from, picture)];
  if (choice === 'middle') return [candidates[Math.floor(candidates.length / 2)]];
  return candidates.toSorted((a, b) => RANKS[choice](a.box) - RANKS[choice](b.box)).slice(0, 1);
}

/** The lowest rank is chosen. */
const RANKS: Record<Exclude<InstanceChoice, number | 'all' | 'middle' | Colour>, (box: Box) => number> = {
  largest: ({ width, height }) => -width * height,
  smallest: ({ width, height }) => width * height,
  top: ({ top, height }) => top + height / 2,
  bottom: ({ top, height }) => -top - height / 2,
};

function byNumber<R extends Region>(candidates: readonly R[], choice: number, from: string): R {
  const candidate = candidates.at(choice > 0 ? choice - 1 : choice);
  if (candidate !== undefined) return candidate;
  const which = choice > 0 ? `${choice}` : `${-choice} from the right`;
  throw new UserError(
    'no-such-instance',
    `There is no instance ${which}: ${candidates.length} of ${from} were found.`,
  );
}

function byColour<R extends Region>(
  candidates: readonly R[],
  colour: Colour,
  from: string,
  picture: Picture,
): R {
  const shares = candidates.map(candidate => coloursOf(picture, candidate)[colour]);
  const most = Math.max(...shares);
  if (most >= OF_COLOUR) return candidates[shares.indexOf(most)];
  throw new UserError(
    'no-such-instance',
    `There is no ${colour} ${from}: ${candidates.length} of ${from} were found, none of them mostly ${colour}.`,
  );
}
