/** Puts the playground's page, which needs no compiling, beside what was compiled. */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

cpSync(folder('../src/playground/page'), folder('../dist/playground/page'), {
  recursive: true,
  filter: file => !file.endsWith('tsconfig.json'),
});
