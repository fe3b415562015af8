import { html, svg } from 'lit-html';

/** @param {ReturnType<typeof svg>} drawing */
const icon = drawing =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${drawing}</svg>`;

export const icons = {
  hash: icon(svg`<path d="M9 4 7 20M17 4l-2 16M4 9h17M3 15h17" />`),
  forum: icon(svg`<path d="M4 5h16v10H10l-4 4v-4H4Z" />`),
  thread: icon(svg`<path d="M5 4v9a3 3 0 0 0 3 3h10M14 12l4 4-4 4" />`),
  direct: icon(svg`<circle cx="12" cy="8" r="4" /><path d="M4 20c1-4 4-6 8-6s7 2 8 6" />`),
  send: icon(svg`<path d="M4 12 20 4l-5 16-3-7Z" />`),
  attach: icon(svg`<path d="M12 5v14M5 12h14" />`),
  close: icon(svg`<path d="M6 6l12 12M18 6 6 18" />`),
  more: icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" />`),
  menu: icon(svg`<path d="M4 7h16M4 12h16M4 17h16" />`),
  sun: icon(
    svg`<circle cx="12" cy="12" r="4" /><path d="M12 3v2M12 19v2M3 12h2M19 12h2M6 6l1 1M17 17l1 1M6 18l1-1M17 7l1-1" />`,
  ),
  moon: icon(svg`<path d="M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10Z" />`),
  lock: icon(svg`<rect x="5" y="11" width="14" height="9" rx="2" /><path d="M8 11V8a4 4 0 0 1 8 0v3" />`),
  eye: icon(svg`<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12Z" /><circle cx="12" cy="12" r="3" />`),
  down: icon(svg`<path d="m6 9 6 6 6-6" />`),
  file: icon(svg`<path d="M6 3h8l4 4v14H6ZM14 3v4h4" />`),
  link: icon(svg`<path d="M14 5h5v5M19 5l-8 8M17 14v5H5V7h5" />`),
};
