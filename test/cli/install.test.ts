import { execFile } from 'node:child_process';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { tempFolder } from '../support/folders.ts';
import { startRegistry } from '../support/registry.ts';

vi.setConfig({ testTimeout: 400_000 });

/** Lets no process reach another machine, and asks no name server. */
const CUT = `const net = require('node:net');
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (!options.path && !/^(127\\.0\\.0\\.1|localhost)$/.test(options.host ?? 'localhost'))
    throw new Error('The network is cut: ' + options.host + ' cannot be reached');
  return connect.apply(this, args);
};`;

/**
 * Of the surroundings no more than where programs are: no setting of this npm's, which may run no install
 * scripts.
 */
function surroundings(extra: Record<string, string>): NodeJS.ProcessEnv {
  const [home, cut] = [tempFolder(), join(tempFolder(), 'cut.cjs')];
  writeFileSync(cut, CUT);
  return { PATH: process.env.PATH, HOME: home, NODE_OPTIONS: `--require ${cut}`, ...extra };
}

const run = promisify(execFile);

test('The package is installed in an empty folder and edits there, without the network and without a setting.', async () => {
  const [shelf, folder] = [tempFolder(), tempFolder()];
  await run('npm', ['run', 'package', '--', '--out', shelf, '--only', `${process.platform}/${process.arch}`]);
  const [file] = readdirSync(shelf);
  const registry = await startRegistry();
  onTestFinished(() => registry.close());
  const env = surroundings({ npm_config_registry: registry.url });
  await run('npm', ['install', join(shelf, file)], { cwd: folder, env });
  copyFileSync('assets/sample.png', join(folder, 'farm.png'));
  const order = ['edit', 'farm.png', '--from', 'horse', '--to', 'zebra', '--out', 'out'];
  await run(join(folder, 'node_modules', '.bin', 'inlay'), order, { cwd: folder, env });
  expect(readdirSync(join(folder, 'out'))).toContain('result.png');
});
