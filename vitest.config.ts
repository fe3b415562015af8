import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // For the tests that load ONNX Runtime by themselves; the program sees to it on its own.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/compiled.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // ONNX Runtime spreads every run over all cores: files in parallel would only fight for them.
    maxWorkers: 2,
  },
});
