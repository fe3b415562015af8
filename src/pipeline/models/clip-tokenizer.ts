/** How CLIP's tokenizer cuts a text into words, before bytes are paired. */
const WORDS = String.raw`<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`;
const [START, END] = ['<|startoftext|>', '<|endoftext|>'];

/**
 * The `tokenizer.json` that CLIP's older files amount to.
 * @param vocabulary `vocab.json`: token → id
 * @param merges `merges.txt`: pairs of tokens, best first, after a line that states the version
 */
export function clipTokenizer(vocabulary: Record<string, number>, merges: string) {
  const pairs = merges.split('\n').filter(line => line !== '' && !line.startsWith('#version'));
  const special = [START, END].map(content => ({
    id: vocabulary[content],
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special,
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: String.raw`\s+` }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Split', pattern: { Regex: WORDS }, behavior: 'Removed', invert: true }, bytes],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [END, vocabulary[END]],
      cls: [START, vocabulary[START]],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { ...bytes, add_prefix_space: true },
    model: {
      type: 'BPE',
      unk_token: END,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab: vocabulary,
      merges: pairs.map(pair => pair.split(' ')),
    },
  };
}
