/** Edits that are being taken in: from the queue's taking them until their status is written down. */
export interface Beginnings {
  /** Returns how to say that it is taken in. */
  begin(editId: string): () => void;
  /** Resolves once an edit is taken in: at once when that was over before, also in an earlier process. */
  over(editId: string): Promise<void>;
}

/**
 * A quick edit may be done before Discord has answered where its status stands. Whoever ends an edit waits here first, so
 * that the order does not depend on who is faster.
 */
export function makeBeginnings(): Beginnings {
  const begun = new Map<string, Promise<void>>();
  return {
    begin: editId => {
      let end = () => {};
      begun.set(
        editId,
        new Promise(resolve => {
          end = resolve;
        }),
      );
      return () => {
        begun.delete(editId);
        end();
      };
    },
    over: async editId => begun.get(editId),
  };
}
