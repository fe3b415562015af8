import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { UserError } from '../../errors.ts';
import { clipTokenizer } from './clip-tokenizer.ts';

export interface Tokens {
  /** As many as the models take, padding and special tokens included. */
  readonly ids: readonly number[];
  /** 1 for each that is no padding. */
  readonly attended: readonly number[];
}

export type Tokenize = (prompt: string) => Tokens;

/** Where a tokenizer is, and how its prompts are filled up. */
interface TokenizerFiles {
  readonly file: string;
  readonly length: number;
  readonly padId: number;
  readonly merges?: { readonly file: string } | undefined;
}

/**
 * Opens a Hugging Face `tokenizer.json`, or CLIP's `vocab.json` with its `merges.txt`. Longer prompts are cut
 * so that the closing token stays. Throws `UserError('bad-pack')` when the files are not a tokenizer.
 */
export async function openTokenizer(
  folder: string,
  { file, length, padId, merges }: TokenizerFiles,
): Promise<Tokenize> {
  let tokenizer: HuggingFaceTokenizer;
  try {
    const json = JSON.parse(await readFile(join(folder, file), 'utf8'));
    const whole =
      merges === undefined ? json : clipTokenizer(json, await readFile(join(folder, merges.file), 'utf8'));
    // The library reads a word-level model's unknown token beside the tokenizer, not in it.
    tokenizer = new HuggingFaceTokenizer(whole, { unk_token: whole.model.unk_token });
  } catch (cause) {
    throw new UserError('bad-pack', `${file} is not a tokenizer.json.`, { cause });
  }
  return prompt => {
    const { ids } = tokenizer.encode(prompt);
    const kept = ids.length > length ? [...ids.slice(0, length - 1), ids[ids.length - 1]] : ids;
    const padding = (value: number) => new Array<number>(length - kept.length).fill(value);
    return {
      ids: [...kept, ...padding(padId)],
      attended: [...kept.map(() => 1), ...padding(0)],
    };
  };
}
