import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A process that runs what was compiled is in the midst of it. */
const COMPILED = import.meta.url.endsWith('.ts') ? join(ROOT, 'node_modules/.cache/inlay-tests') : ROOT;
/** What lies above `src` and is read from there. */
const ABOVE = ['models', 'assets', 'package.json'];

/** Where something is that is made once for all tests. */
export const inCache = (name: string): string => join(COMPILED, name);

/**
 * Where a TypeScript file of `src` or `test/support`, named from the root, is as JavaScript: processes of
 * tests start from there.
 */
export const compiled = (file: string): string => inCache(file.replace(/\.ts$/, '.js'));

/**
 * Compiles what tests run as processes of their own, before all tests, where it is older than its sources:
 * loading TypeScript would take most of the time of a command that only has to refuse. Types are checked
 * elsewhere.
 */
export function compile(): void {
  const stamp = join(COMPILED, 'compiled');
  const sources = ['src', 'test/support', 'tsconfig.tests.json'].map(path => join(ROOT, path));
  if (changedAt(stamp) > Math.max(...sources.map(newest))) return;
  mkdirSync(COMPILED, { recursive: true });
  execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', join(ROOT, 'tsconfig.tests.json')], {
    stdio: 'inherit',
    // A command of npm's is a script on Windows.
    shell: process.platform === 'win32',
  });
  cpSync(join(ROOT, 'src/playground/page'), join(COMPILED, 'src/playground/page'), { recursive: true });
  for (const name of ABOVE) {
    rmSync(join(COMPILED, name), { force: true });
    symlinkSync(join(ROOT, name), join(COMPILED, name));
  }
  writeFileSync(stamp, '');
}

/** When a file changed, in milliseconds; 0 where there is none. */
const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** When anything in a folder changed last. */
function newest(path: string): number {
  if (!statSync(path).isDirectory()) return changedAt(path);
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map(file => changedAt(join(path, file))));
}
