import { readFile } from 'node:fs/promises';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { UserError } from '../../errors.ts';

/** Turns a prompt into exactly `length` token ids, padded, special tokens included. */
export type Tokenize = (prompt: string) => number[];

/**
 * Opens a Hugging Face `tokenizer.json`. Longer prompts are cut so that the closing token stays.
 * Throws `UserError('bad-pack')` when the file is not a tokenizer.
 */
export async function openTokenizer(
  path: string,
  { file, length, padId }: { file: string; length: number; padId: number },
): Promise<Tokenize> {
  let tokenizer: HuggingFaceTokenizer;
  try {
    const json = JSON.parse(await readFile(path, 'utf8'));
    // The library looks for a word-level model's unknown token beside the tokenizer, not in it.
    tokenizer = new HuggingFaceTokenizer(json, { unk_token: json.model.unk_token });
  } catch (cause) {
    throw new UserError('bad-pack', `${file} is not a tokenizer.json.`, { cause });
  }
  return prompt => {
    const { ids } = tokenizer.encode(prompt);
    const kept = ids.length > length ? [...ids.slice(0, length - 1), ids[ids.length - 1]] : ids;
    return [...kept, ...new Array<number>(length - kept.length).fill(padId)];
  };
}
