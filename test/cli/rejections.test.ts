import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { runScript } from '../support/cli.ts';
import { tempFolder } from '../support/folders.ts';

test('A rejection that nobody hears of does not end the process, and is logged once.', async () => {
  const script = join(tempFolder(), 'rejecting.ts');
  const at = (path: string) => JSON.stringify(pathToFileURL(join(process.cwd(), path)).href);
  await writeFile(
    script,
    `import { surviveRejections } from ${at('src/cli/rejections.ts')};
     import { createLogger } from ${at('src/log.ts')};
     surviveRejections(createLogger('error'));
     for (let i = 0; i < 3; i++) void Promise.reject(new Error('write EPIPE'));
     setTimeout(() => process.stdout.write('alive'), 50);`,
  );
  const { code, stdout, stderr } = await runScript(script, []);
  expect(code).toBe(0);
  expect(stdout).toContain('alive');
  expect(`${stdout}${stderr}`.match(/EPIPE/g)?.length).toBeGreaterThan(0);
  expect(`${stdout}${stderr}`.match(/nothing handled it/g)).toHaveLength(1);
});
