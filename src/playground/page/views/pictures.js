/**
 * Pictures and other files of messages.
 *
 * @import { APIAttachment } from 'discord-api-types/v10'
 */
import { html, nothing } from 'lit-html';
import { local } from '../addresses.js';
import { icons } from './icons.js';
import { openLightbox } from './lightbox.js';

/**
 * @typedef {object} Picture
 * @property {string} url
 * @property {number | null | undefined} [width]
 * @property {number | null | undefined} [height]
 * @property {string | null | undefined} [description]
 * @property {string | undefined} [filename]
 */

/**
 * A picture that opens large when it is clicked. @param {Picture} picture @param {readonly Picture[]} [all]
 */
export function picture(picture, all = [picture]) {
  const { url, width, height, description, filename } = picture;
  const name = description ?? filename ?? 'Picture';
  return html`<button class="picture" type="button" aria-label="Enlarge: ${name}" @click=${() => openLightbox(all, picture)}>
    <img
      src=${local(url)}
      alt=${description ?? ''}
      title=${description ?? nothing}
      width=${width ?? nothing}
      height=${height ?? nothing}
    />
  </button>`;
}

/** @param {readonly Picture[]} pictures */
export const gallery = pictures =>
  html`<div class="gallery count-${Math.min(pictures.length, 4)}">${pictures.map(one => picture(one, pictures))}</div>`;

/** @param {number} bytes */
const weight = bytes =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** @param {{ filename?: string | null, url: string, size?: number | null }} file */
export const fileCard = ({
  filename,
  url,
  size,
}) => html`<a class="file" href=${local(url)} download=${filename ?? ''}>
  ${icons.file}<span>${filename}</span>${size ? html`<small>${weight(size)}</small>` : nothing}
</a>`;

/** @param {APIAttachment} attachment */
const isPicture = ({ content_type, width }) => Boolean(width) && /^image\//.test(content_type ?? '');

/** @param {readonly APIAttachment[]} all */
export function attachments(all) {
  if (all.length === 0) return nothing;
  const pictures = all.filter(isPicture);
  return html`${pictures.length > 0 ? gallery(pictures) : nothing}
  ${all.filter(file => !isPicture(file)).map(fileCard)}`;
}
