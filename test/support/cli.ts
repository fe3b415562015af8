import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { vi } from 'vitest';
import { runCommand } from '../../src/cli/main.ts';
import { compiled } from './compiled.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const CLI = compiled('src/cli/index.ts');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Settings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A program, with its options, that runs it and looks on. */
  readonly under?: readonly string[];
  /** Called with everything on stderr so far, whenever there is more. */
  readonly onStderr?: (text: string, child: ChildProcess) => void;
}

/**
 * Runs a file, in TypeScript or not, in a process of its own, with none of the surroundings' settings of
 * Inlay and of ONNX Runtime.
 */
export function runScript(
  script: string,
  args: readonly string[],
  settings: Settings = {},
): Promise<Finished> {
  const { cwd, env = {}, under = [], onStderr } = settings;
  const inherited = Object.entries(process.env).filter(
    ([name]) => (name === 'INLAY_THREADS' || !name.startsWith('INLAY_')) && name !== 'ORT_DISABLE_TELEMETRY',
  );
  const loader = script.endsWith('ts') ? ['--import', TSX] : [];
  const [command, ...rest] = [...under, process.execPath, ...loader, script, ...args];
  const child = spawn(command, rest, {
    env: { ...Object.fromEntries(inherited), ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', chunk => {
    stdout += chunk;
  });
  child.stderr.on('data', chunk => {
    stderr += chunk;
    onStderr?.(stderr, child);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, stdout, stderr }));
  });
}

/** Runs the real command line. */
export const inlay = (args: readonly string[], settings?: Settings): Promise<Finished> =>
  runScript(CLI, args, settings);

/** Runs the same in this process: for what needs no start of its own. One at a time. */
export async function inlayHere(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: Pick<Settings, 'cwd' | 'env'> = {},
): Promise<Finished> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map(name =>
    vi.spyOn(process[name], 'write').mockImplementation(chunk => {
      printed[name] += chunk;
      return true;
    }),
  );
  const before = process.cwd();
  const listeners = new Set(process.listeners('SIGINT'));
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  process.chdir(cwd);
  try {
    const code = await runCommand(args);
    return { code, ...printed };
  } finally {
    process.chdir(before);
    for (const added of process.listeners('SIGINT').filter(one => !listeners.has(one))) {
      process.removeListener('SIGINT', added);
    }
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}
