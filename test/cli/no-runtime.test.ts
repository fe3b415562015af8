import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inlay } from '../support/cli.ts';
import { tempFolder } from '../support/folders.ts';
import { horseBytes } from '../support/scenes.ts';

/** A machine for which ONNX Runtime has no binary: its package ends at once when it is loaded. */
function withoutRuntime(): Record<string, string> {
  const folder = tempFolder();
  const hook = join(folder, 'hook.cjs');
  writeFileSync(
    hook,
    `const Module = require('node:module');
     const resolve = Module._resolveFilename;
     Module._resolveFilename = (request, ...rest) => {
       if (request === 'onnxruntime-node') throw new Error("Error loading shared library ld-linux-x86-64.so.2");
       return resolve(request, ...rest);
     };`,
  );
  return { NODE_OPTIONS: `--require ${hook}` };
}

const SENTENCE = /^ONNX Runtime does not load on \w+ \w+: it needs [^\n]+\.\n$/;

test('Where ONNX Runtime has no binary, what needs no models works.', async () => {
  const env = withoutRuntime();
  expect(await inlay(['--version'], { env })).toMatchObject({ code: 0, stderr: '' });
  const { code, stdout } = await inlay(['models', 'list'], { env });
  expect([code, stdout]).toEqual([0, expect.stringContaining('emoji')]);
});

test('An edit says in one sentence why it cannot be made, and doctor goes on without the models.', async () => {
  const env = withoutRuntime();
  const folder = tempFolder();
  const picture = join(folder, 'horse.png');
  writeFileSync(picture, await horseBytes());
  const order = ['edit', picture, '--from', 'horse', '--to', 'zebra', '--out', join(folder, 'out')];
  const { code, stderr } = await inlay(order, { env });
  expect(code).toBe(2);
  expect(stderr.replace(/^reading.*\n/, '')).toMatch(SENTENCE);
  const doctor = await inlay(['doctor'], { env });
  expect(doctor.code).toBe(2);
  expect(doctor.stdout).toMatch(/^PROBLEM ONNX Runtime loads: ONNX Runtime does not load/m);
});
