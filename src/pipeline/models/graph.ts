import type { InferenceSession } from 'onnxruntime-node';
import { UserError } from '../../errors.ts';
import type { Tensor } from '../tensor.ts';
import { castFeed, type Feed, floatOutput } from './feeds.ts';
import type { SessionMaker } from './provider.ts';

/** Adds up the time spent inside ONNX Runtime, so that an edit can tell its own overhead. */
export interface Stopwatch {
  sessionRunMs: number;
  sessionRuns: number;
}

/** A loaded ONNX graph. */
export interface Graph {
  readonly file: string;
  /** Shape of an input as the graph declares it: a number, or a name where it is free. */
  inputShape(name: string): readonly (number | string)[] | undefined;
  /** Feeds are cast to the declared dtypes; outputs come as float32, by name. */
  run(feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Tensor>>>;
}

/** Opens a graph, at a path or of bytes. Throws `UserError('bad-pack')` when ONNX Runtime cannot read it. */
export async function openGraph(
  model: string | Uint8Array,
  file: string,
  sessions: SessionMaker,
  stopwatch: Stopwatch,
): Promise<Graph> {
  let session: InferenceSession;
  try {
    session = await sessions.create(model);
  } catch (cause) {
    throw new UserError('bad-pack', `${file} is not a graph that ONNX Runtime can open.`, { cause });
  }
  const metadata = new Map(session.inputMetadata.map(meta => [meta.name, meta]));
  return {
    file,
    inputShape(name) {
      const meta = metadata.get(name);
      return meta?.isTensor ? meta.shape : undefined;
    },
    async run(feeds) {
      const cast = Object.fromEntries(
        Object.entries(feeds).map(([name, feed]) => {
          const meta = metadata.get(name);
          if (meta === undefined) {
            throw new UserError(
              'bad-pack',
              `${file} has no input "${name}": it has ${[...metadata.keys()].map(n => `"${n}"`).join(', ')}.`,
            );
          }
          return [name, castFeed(meta, feed)];
        }),
      );
      const start = performance.now();
      const outputs = await session.run(cast).catch((cause: Error) => {
        throw new Error(`${file} cannot be run: ${cause.message}`, { cause });
      });
      stopwatch.sessionRunMs += performance.now() - start;
      stopwatch.sessionRuns++;
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
