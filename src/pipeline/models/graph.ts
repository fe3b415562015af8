import { UserError } from '../../errors.ts';
import type { Tensor } from '../math/tensor.ts';
import { castInput, floatOutput, type GraphInput } from '../onnx/inputs.ts';
import type { PooledSession, SessionPool } from './session-pool.ts';

/** Adds up the time spent inside ONNX Runtime, so that an edit can report its own overhead. */
export interface Stopwatch {
  sessionRunMs: number;
  sessionRuns: number;
}

/** A loaded ONNX graph. */
export interface Graph {
  readonly file: string;
  /** Shape of an input as the graph declares it: a number, or a name where it is free. */
  inputShape(name: string): readonly (number | string)[] | undefined;
  /** Names of the outputs. */
  readonly outputs: readonly string[];
  outputShape(name: string): readonly (number | string)[] | undefined;
  /** Inputs are cast to the declared dtypes; outputs are float32, by name. */
  run(inputs: Readonly<Record<string, GraphInput>>): Promise<Readonly<Record<string, Tensor>>>;
}

/**
 * Opens a graph from a path or from bytes; `size` is its memory in the pool. Throws `UserError('bad-pack')`
 * when ONNX Runtime cannot read it.
 */
export async function openGraph(
  model: string | Uint8Array,
  file: string,
  pool: SessionPool,
  stopwatch: Stopwatch,
  size = 0,
): Promise<Graph> {
  let held: PooledSession;
  try {
    held = await pool.hold(model, size);
  } catch (cause) {
    throw new UserError('bad-pack', `${file} is not a graph that ONNX Runtime can open.`, { cause });
  }
  const metadata = new Map(held.metadata.inputMetadata.map(meta => [meta.name, meta]));
  const given = new Map(held.metadata.outputMetadata.map(meta => [meta.name, meta]));
  const shapeIn = (known: typeof metadata, name: string) => {
    const meta = known.get(name);
    return meta?.isTensor ? meta.shape : undefined;
  };
  return {
    file,
    inputShape: name => shapeIn(metadata, name),
    outputs: [...given.keys()],
    outputShape: name => shapeIn(given, name),
    async run(inputs) {
      const cast = Object.fromEntries(
        Object.entries(inputs).map(([name, feed]) => {
          const meta = metadata.get(name);
          if (meta === undefined) {
            throw new UserError(
              'bad-pack',
              `${file} has no input "${name}": it has ${[...metadata.keys()].map(n => `"${n}"`).join(', ')}.`,
            );
          }
          return [name, castInput(meta, feed)];
        }),
      );
      const outputs = await held.use(async session => {
        const start = performance.now();
        const results = await session.run(cast).catch((cause: Error) => {
          throw new Error(`${file} cannot be run: ${cause.message}`, { cause });
        });
        stopwatch.sessionRunMs += performance.now() - start;
        stopwatch.sessionRuns++;
        return results;
      });
      return Object.fromEntries(
        Object.entries(outputs).map(([name, value]) => [name, floatOutput(name, value)]),
      );
    },
  };
}

/** One output of a run by name. Throws `UserError('bad-pack')` naming the file and what it has instead. */
export function outputOf(outputs: Readonly<Record<string, Tensor>>, name: string, file: string): Tensor {
  const output = outputs[name];
  if (output === undefined) {
    const found = Object.keys(outputs).map(n => `"${n}"`);
    throw new UserError('bad-pack', `${file} has no output "${name}": it has ${found.join(', ')}.`);
  }
  return output;
}
