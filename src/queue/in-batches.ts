interface Waiting<In, Out> {
  readonly input: In;
  readonly resolve: (output: Out) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Turns a function of a batch into one of a single input: inputs that arrive while a batch is processed form
 * the next. So a burst of inputs costs two or three batches, and never two at once.
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
      // Inputs of the same tick form one batch.
      queueMicrotask(() => void drain());
    });
}
