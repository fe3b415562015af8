import { defineConfig } from 'vitest/config';

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
  },
});
