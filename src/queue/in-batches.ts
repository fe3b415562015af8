interface Waiting<In, Out> {
  readonly input: In;
  readonly resolve: (output: Out) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * A function for one input, of a function for many: what comes while a batch is being worked on makes up the
 * next. So a rush of inputs costs two or three rounds, and no two are ever worked on at once.
 */
export function inBatches<In, Out>(
  work: (inputs: readonly In[]) => Promise<readonly PromiseSettledResult<Out>[]>,
): (input: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = [];
  let working = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await finish(batch);
    }
    working = false;
  }

  async function finish(batch: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const outputs = await work(batch.map(({ input }) => input));
      outputs.forEach((output, i) => {
        if (output.status === 'fulfilled') batch[i].resolve(output.value);
        else batch[i].reject(output.reason);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return input =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      if (working) return;
      working = true;
      // Those of the same moment go together.
      queueMicrotask(() => void drain());
    });
}
