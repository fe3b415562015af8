import type { Trial } from './trials.ts';

const scoreOf = ({ best }: Trial): number => best?.score ?? 0;

const share = (trials: readonly Trial[], present: boolean, at: number): number => {
  const asked = trials.filter(trial => trial.present === present);
  return asked.filter(trial => scoreOf(trial) > at).length / Math.max(1, asked.length);
};

/** The share of present objects whose score is above a threshold. */
export const foundAt = (trials: readonly Trial[], at: number): number => share(trials, true, at);

/** The share of absent objects whose score is above a threshold. */
export const falsePositivesAt = (trials: readonly Trial[], at: number): number => share(trials, false, at);

const WIDTH = 520;
const HEIGHT = 400;
const MARGIN = 50;
/** The part of the plane that is shown: false positives from 0, found up to 1. */
const MAX_FALSE = 0.2;
const MIN_FOUND = 0.6;

const across = (rate: number) => MARGIN + (Math.min(rate, MAX_FALSE) / MAX_FALSE) * (WIDTH - 2 * MARGIN);
const up = (rate: number) =>
  HEIGHT - MARGIN - ((Math.max(rate, MIN_FOUND) - MIN_FOUND) / (1 - MIN_FOUND)) * (HEIGHT - 2 * MARGIN);

/** The trade-off as an SVG, over all presence thresholds; the one in use, `above`, is marked. */
export function curveSvg(trials: readonly Trial[], above: number): string {
  const thresholds = [...new Set([0, ...trials.map(scoreOf)])].sort((a, b) => a - b);
  const points = thresholds.map(
    at => `${across(falsePositivesAt(trials, at)).toFixed(1)},${up(foundAt(trials, at)).toFixed(1)}`,
  );
  const columns = [0, 0.05, 0.1, 0.15, 0.2].map(
    rate =>
      `<text x="${across(rate)}" y="${HEIGHT - MARGIN + 18}" text-anchor="middle">${Math.round(rate * 100)}%</text>` +
      `<path d="M${across(rate)} ${HEIGHT - MARGIN}V${MARGIN}" stroke="#ddd"/>`,
  );
  const rows = [0.6, 0.7, 0.8, 0.9, 1].map(
    rate =>
      `<text x="${MARGIN - 8}" y="${up(rate) + 4}" text-anchor="end">${Math.round(rate * 100)}%</text>` +
      `<path d="M${MARGIN} ${up(rate)}H${WIDTH - MARGIN}" stroke="#ddd"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>${columns.join('')}${rows.join('')}
<polyline points="${points.join(' ')}" fill="none" stroke="#c2187a" stroke-width="2"/>
<circle cx="${across(falsePositivesAt(trials, above))}" cy="${up(foundAt(trials, above))}" r="5" fill="#c2187a"/>
<text x="${WIDTH / 2}" y="${HEIGHT - 8}" text-anchor="middle">absent objects that are found</text>
<text x="${MARGIN}" y="${MARGIN - 16}">present objects that are found</text></svg>
`;
}
