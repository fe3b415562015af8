/** Edits that are being admitted: from when they are queued until their status message is stored. */
export interface Beginnings {
  /** Returns how to end it. */
  begin(editId: string): () => void;
  /** Resolves once an edit is admitted; at once where that was over before, also in an earlier process. */
  over(editId: string): Promise<void>;
}

/**
 * A quick edit may finish before Discord has answered which message is its status. Ending an edit waits here
 * first, so that the order does not depend on who is faster.
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
