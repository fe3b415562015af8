/** @import { APIEmbed } from 'discord-api-types/v10' */
import { html, nothing } from 'lit-html';
import { isSafeLink } from '../addresses.js';
import { inlineMarkdown, markdown } from '../markdown.js';
import { state } from '../state.js';
import { writeTime } from '../time.js';
import { picture } from './pictures.js';

/** @param {number | undefined} colour */
export const hex = colour => (colour == null ? '' : `#${colour.toString(16).padStart(6, '0')}`);

/** @param {APIEmbed} embed */
function title({ title, url }) {
  if (!title) return nothing;
  const words = inlineMarkdown(title);
  return html`<p class="embed-title">
    ${url && isSafeLink(url) ? html`<a href=${url} target="_blank" rel="noreferrer noopener">${words}</a>` : words}
  </p>`;
}

/** @param {APIEmbed} embed */
function footer({ footer, timestamp }) {
  if (!footer && !timestamp) return nothing;
  const when =
    timestamp && writeTime(new Date(timestamp), 'f', state.people.get(state.me)?.locale ?? 'en-US');
  return html`<p class="embed-footer">${[footer?.text, when].filter(Boolean).join(' · ')}</p>`;
}

/** @param {APIEmbed} embed */
export const embed =
  embed => html`<div class="embed" .style=${embed.color == null ? '' : `--edge:${hex(embed.color)}`}>
  <div class="embed-text">
    ${embed.author ? html`<p class="embed-author">${embed.author.name}</p>` : nothing} ${title(embed)}
    ${embed.description ? html`<div class="text">${markdown(embed.description)}</div>` : nothing}
    ${
      embed.fields?.length
        ? html`<dl class="fields">
            ${embed.fields.map(
              ({ name, value, inline }) => html`<div class=${inline ? 'inline' : ''}>
                <dt>${inlineMarkdown(name)}</dt>
                <dd class="text">${markdown(value)}</dd>
              </div>`,
            )}
          </dl>`
        : nothing
    }
  </div>
  ${embed.thumbnail ? html`<div class="embed-thumbnail">${picture(embed.thumbnail)}</div>` : nothing}
  ${embed.image ? html`<div class="embed-image">${picture(embed.image)}</div>` : nothing} ${footer(embed)}
</div>`;
