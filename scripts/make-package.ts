/**
 * npm run package [-- --out FOLDER] [-- --only linux/x64]: the package as it is published, made of what `npm
 * run build` built. ONNX Runtime comes inside, without its install script, which would fetch CUDA and end the
 * installation where it cannot (docs/adr/0009). `--only` leaves out its binaries for other platforms.
 */
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const RUNTIME = 'onnxruntime-node';
const BINARIES = `node_modules/${RUNTIME}/bin/napi-v6`;

const { out, only } = parseArgs({
  options: { out: { type: 'string', default: '.' }, only: { type: 'string' } },
}).values;

const stage = await mkdtemp(join(tmpdir(), 'inlay-package-'));
try {
  const { scripts: _, devDependencies: __, private: ___, ...manifest } = await json('package.json');
  await write('package.json', { ...manifest, bundleDependencies: [RUNTIME] });
  for (const path of ['README.md', ...(manifest.files as string[])]) await copy(path);
  // npm fetches nothing that a bundled package needs: what that is comes along.
  for (const name of await withDependencies(RUNTIME)) await copy(`node_modules/${name}`);
  const runtime = `node_modules/${RUNTIME}/package.json`;
  const { scripts: ____, devDependencies: _____, ...rest } = await json(runtime);
  await write(runtime, rest);
  execFileSync('npm', ['pack', '--pack-destination', resolve(out)], { cwd: stage, stdio: 'inherit' });
} finally {
  await rm(stage, { recursive: true, force: true });
}

/** A package and what it needs, all of it at the top of `node_modules`. */
async function withDependencies(name: string, known = new Set<string>()): Promise<Set<string>> {
  if (known.has(name)) return known;
  known.add(name);
  const { dependencies = {} } = await json(`node_modules/${name}/package.json`);
  for (const needed of Object.keys(dependencies as object)) await withDependencies(needed, known);
  return known;
}

function copy(path: string): Promise<void> {
  return cp(path, join(stage, path), { recursive: true, filter: isWanted });
}

function isWanted(path: string): boolean {
  const [platform, arch] = path.startsWith(`${BINARIES}/`) ? path.slice(BINARIES.length + 1).split('/') : [];
  return only === undefined || platform === undefined || only.startsWith([platform, arch].join('/'));
}

async function json(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8'));
}

function write(path: string, content: object): Promise<void> {
  return writeFile(join(stage, path), `${JSON.stringify(content, null, 2)}\n`);
}
