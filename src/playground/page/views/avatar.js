/** @import { Person } from '../state.js' */
import { html } from 'lit-html';

const COLOURS = ['#e0655f', '#3f9d75', '#8d6bd1', '#d08a2e', '#3f8fc4', '#c45f9a'];

/**
 * A user's colour and initial; the bot has its icon. @param {Person | undefined} person @param {string}
 * [size]
 */
export function avatar(person, size = '') {
  if (person?.isBot) return html`<img class="avatar ${size}" src="/page/icon.svg" alt="" />`;
  const number = Number(BigInt(person?.id ?? 0) % BigInt(COLOURS.length));
  return html`<span class="avatar ${size}" aria-hidden="true" .style=${`background:${COLOURS[number]}`}>
    ${(person?.name ?? '?').slice(0, 1)}
  </span>`;
}
