/** @import { Picture } from './pictures.js' */
import { html, nothing, render } from 'lit-html';
import { local } from '../addresses.js';
import { icons } from './icons.js';

const dialog = document.createElement('dialog');
dialog.className = 'lightbox';
dialog.setAttribute('aria-label', 'Picture');

/** @type {{ all: readonly Picture[], shown: Picture }} */
let view = { all: [], shown: { url: '' } };

/** @param {number} by */
function step(by) {
  const { all, shown } = view;
  const next = all[(all.indexOf(shown) + by + all.length) % all.length];
  view = { all, shown: next };
  draw();
}

dialog.addEventListener('keydown', event => {
  if (event.key === 'ArrowRight') step(1);
  if (event.key === 'ArrowLeft') step(-1);
});
// Beside the picture is outside of it.
dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());

function draw() {
  const { all, shown } = view;
  const { url, description, filename, width, height } = shown;
  const several = all.length > 1;
  render(
    html`<figure>
      <img src=${local(url)} alt=${description ?? filename ?? 'Picture'} />
      <figcaption>
        <span>${description ?? filename}</span>
        ${width ? html`<small>${width} × ${height}</small>` : nothing}
        ${several ? html`<small>${all.indexOf(shown) + 1} of ${all.length}, with ← and →</small>` : nothing}
        <a href=${local(url)} target="_blank" rel="noreferrer">${icons.link} Open the file</a>
        <button type="button" class="ghost" autofocus @click=${() => dialog.close()}>${icons.close} Close</button>
      </figcaption>
    </figure>`,
    dialog,
  );
}

/**
 * Shows a picture large, and those beside it by the arrow keys. @param {readonly Picture[]} all @param
 * {Picture} shown
 */
export function openLightbox(all, shown) {
  view = { all, shown };
  if (!dialog.isConnected) document.body.append(dialog);
  draw();
  dialog.showModal();
}
