import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withOptions } from '../../scripts/options/markdown.ts';
import { editOptions, maskOptions, requestOf } from '../../src/cli/options.ts';
import { commandList } from '../../src/commands/index.ts';
import { TEXTS } from '../../src/language/texts/index.ts';
import { OPTIONS, optionRows } from '../../src/pipeline/option-table.ts';
import { maskRequestOf } from '../../src/pipeline/options.ts';
import { inlayHere } from '../support/cli.ts';

describe('the command line', () => {
  test('Every flag of the table reaches the request under its key.', () => {
    const keys = optionRows.filter(([, { flag }]) => flag !== undefined).map(([key]) => key);
    const flags = editOptions().map(option => [option.attributeName(), option.negate ? false : 'given']);
    expect(Object.keys(requestOf(Object.fromEntries(flags)))).toEqual(keys);
    expect(requestOf({ composite: 'window', guidance: 3, negative: 'grass', tighten: true })).toEqual({
      composite: 'window',
      guidanceScale: 3,
      negativePrompt: 'grass',
    });
  });

  test('A mask takes the flags that decide where the object is.', () => {
    expect(maskOptions().map(option => option.attributeName())).toEqual([
      ...['threshold', 'grow', 'feather', 'context', 'invert', 'instance', 'anyway', 'force'],
    ]);
  });

  test('Help shows what people use; with --all, everything.', async () => {
    const [short, long] = [
      await inlayHere(['edit', '--help']),
      await inlayHere(['edit', '--all', '--help']),
    ].map(({ stdout }) => [...stdout.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(([, name]) => name));
    expect(short).toEqual([
      ...['from', 'to', 'seed', 'steps', 'guidance', 'threshold', 'instance'],
      ...['variants', 'out', 'recipe', 'json', 'pack', 'help'],
    ]);
    expect(long).toEqual(expect.arrayContaining([...short, 'method', 'clip-guidance', 'nerp', 'provider']));
  });

  test('--all means nothing without --help.', async () => {
    const { code, stderr } = await inlayHere(['edit', 'x.png', '--all']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '--all goes with --help.\n' });
  });
});

test('Of an edit’s options, finding takes those that are stated and decide the mask.', () => {
  const request = { from: 'cat', to: 'dog', steps: 3, threshold: 100 };
  expect(maskRequestOf(request)).toEqual({ from: 'cat', threshold: 100 });
});

describe('Discord', () => {
  const edit = commandList.find(({ name }) => name === 'edit');
  const options = (edit !== undefined && 'options' in edit ? (edit.options ?? []) : []) as readonly {
    readonly name: string;
    readonly min_value?: number;
    readonly max_value?: number;
  }[];

  test('/edit offers the options that the table names, within its limits.', () => {
    for (const [key, { discord, min, max }] of optionRows) {
      if (discord === undefined) continue;
      const offered = options.find(({ name }) => name === discord.name);
      expect(offered, key).toBeDefined();
      if (max === undefined) continue;
      expect(offered?.min_value).toBe(min);
      expect(offered?.max_value).toBeLessThanOrEqual(max);
    }
  });

  test.each(Object.entries(TEXTS))('The texts in %s state the limits of the table.', (_, texts) => {
    const numbers = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
    expect(numbers(texts.options.guidance)).toEqual([OPTIONS.guidanceScale.min, OPTIONS.guidanceScale.max]);
    expect(numbers(texts.options.threshold)).toEqual([OPTIONS.threshold.min, OPTIONS.threshold.max]);
  });
});

test('README.md has the options as they are: `npm run options` writes them.', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toBe(withOptions(readme));
});
