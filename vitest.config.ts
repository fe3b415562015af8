import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute and more: whoever begins them last waits for them alone. */
const LONG = [
  'bot/embedded',
  'queue/restarts',
  'bot/restarts',
  'localise/inventory',
  'bot/redis',
  'queue/stores',
  'bot/refused-posts',
  'queue/edits',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = LONG.findIndex(name => moduleId.endsWith(`/${name}.test.ts`));
      return rank === -1 ? LONG.length : rank;
    };
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

export default defineConfig({
  test: {
    env: {
      // For the tests that load ONNX Runtime by themselves; the program sees to it on its own.
      ORT_DISABLE_TELEMETRY: '1',
      // Of the processes that tests start: with the files beside them, one thread each keeps every core busy.
      INLAY_THREADS: '1',
    },
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/setup.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // ONNX Runtime spreads every run over all cores, so that files in parallel fight for them; but files of the bot and the queue
    // wait for holds that run out, and for what must not come.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
