import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMPILED = join(ROOT, 'node_modules/.cache/inlay-tests');
/** What lies above `src` and is read from there. */
const ABOVE = ['models', 'assets', 'package.json'];

/** Where a TypeScript file of `src` or `test/support`, named from the root, is as JavaScript: processes of tests start from there. */
export const compiled = (file: string): string => join(COMPILED, file.replace(/\.ts$/, '.js'));

/**
 * Compiles what tests run as processes of their own, once before all tests: loading TypeScript would take most of the time of a
 * command that only has to refuse. Types are checked elsewhere.
 */
export default function compile(): void {
  rmSync(COMPILED, { recursive: true, force: true });
  mkdirSync(COMPILED, { recursive: true });
  execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', join(ROOT, 'tsconfig.tests.json')], {
    stdio: 'inherit',
    // A command of npm's is a script on Windows.
    shell: process.platform === 'win32',
  });
  cpSync(join(ROOT, 'src/playground/page'), join(COMPILED, 'src/playground/page'), { recursive: true });
  for (const name of ABOVE) symlinkSync(join(ROOT, name), join(COMPILED, name));
}
