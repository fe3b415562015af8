import type { ScoredCandidate } from './candidates.ts';
import { wilson } from './wilson.ts';

const SIDE = 420;
const MARGIN = 56;
const BINS = 5;

const at = (share: number) => MARGIN + share * (SIDE - 2 * MARGIN);
const up = (share: number) => SIDE - at(share);

/**
 * A reliability diagram: the share of candidates with a given probability that are right, with its interval
 * (Wilson).
 */
export function reliabilitySvg(candidates: readonly Pick<ScoredCandidate, 'score' | 'right'>[]): string {
  const bins = Array.from({ length: BINS }, (_, bin) => {
    const inside = candidates.filter(({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)) === bin);
    return { inside, right: inside.filter(({ right }) => right).length };
  }).filter(({ inside }) => inside.length > 0);
  const marks = bins.map(({ inside, right }) => {
    const n = inside.length;
    const score = inside.reduce((sum, candidate) => sum + candidate.score, 0) / n;
    const { low, high } = wilson(right / n, n);
    return `<path d="M${at(score).toFixed(1)} ${up(low).toFixed(1)}V${up(high).toFixed(1)}" stroke="#c2187a" stroke-width="2"/>
<circle cx="${at(score).toFixed(1)}" cy="${up(right / n).toFixed(1)}" r="5" fill="#c2187a"/>
<text x="${at(score).toFixed(1)}" y="${(up(low) + 16).toFixed(1)}" text-anchor="middle">${right} of ${n}</text>`;
  });
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    share => `<text x="${at(share)}" y="${SIDE - MARGIN + 18}" text-anchor="middle">${Math.round(share * 100)}%</text>
<text x="${MARGIN - 8}" y="${up(share) + 4}" text-anchor="end">${Math.round(share * 100)}%</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" font-family="sans-serif" font-size="12">
<title>Of candidates with a score, the share that is what was asked for</title>
<rect width="100%" height="100%" fill="#fff"/><rect x="${MARGIN}" y="${MARGIN}" width="${SIDE - 2 * MARGIN}" height="${SIDE - 2 * MARGIN}" fill="none" stroke="#ddd"/>
<path d="M${at(0)} ${up(0)}L${at(1)} ${up(1)}" stroke="#999" stroke-dasharray="4 4"/>${ticks.join('\n')}
${marks.join('\n')}
<text x="${SIDE / 2}" y="${SIDE - 12}" text-anchor="middle">score of a candidate</text>
<text x="${MARGIN}" y="${MARGIN - 16}">candidates that are what was asked for</text></svg>
`;
}
