import { update } from './state.js';

const system = matchMedia('(prefers-color-scheme: light)');

/** @returns {'light' | 'dark'} */
export const theme = () =>
  (localStorage.getItem('theme') ?? (system.matches ? 'light' : 'dark')) === 'light' ? 'light' : 'dark';

/** @param {'light' | 'dark'} name */
export function setTheme(name) {
  localStorage.setItem('theme', name);
  applyTheme();
  update();
}

export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}
