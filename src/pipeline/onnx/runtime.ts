import { createRequire } from 'node:module';
import { UserError } from '../../errors.ts';

/** ONNX Runtime's binding for Node: its types everywhere, its code only from here. */
type Runtime = typeof import('onnxruntime-node');

const require = createRequire(import.meta.url);
let runtime: Runtime | undefined;

/**
 * ONNX Runtime, loaded at first use, so that whatever needs no models works where it has no binary. Throws
 * `UserError('no-runtime')` there.
 */
export function onnxRuntime(): Runtime {
  runtime ??= load();
  return runtime;
}

function load(): Runtime {
  // On Linux it sends telemetry, unless this is set before it loads (docs/adr/0009).
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
  try {
    const loaded = require('onnxruntime-node') as Runtime;
    // A missing provider is not worth a line on the terminal: failures come as exceptions anyway.
    loaded.env.logLevel = 'fatal';
    return loaded;
  } catch (cause) {
    throw new UserError('no-runtime', whyNot(), { cause });
  }
}

const whyNot = () =>
  `ONNX Runtime does not load on ${process.platform} ${process.arch}: it needs Linux with glibc, Windows, or macOS on ARM, and npm install on that very system.`;
