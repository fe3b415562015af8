/**
 * Writes the tables of `inlay edit`'s options into README.md. Run with `npm run options` when the table of
 * options changes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { withOptions } from './options/markdown.ts';

const readme = new URL('../README.md', import.meta.url);
writeFileSync(readme, withOptions(readFileSync(readme, 'utf8')));
