import type { EditQueue } from './types.ts';

export interface QueueOptions {
  /** `redis://`, `rediss://` or `postgres://`; undefined: PostgreSQL embedded in `dataDir`. */
  readonly url: string | undefined;
  /** Folder of the embedded store and of artifacts. */
  readonly dataDir: string;
}
export type OpenQueue = (options: QueueOptions) => Promise<EditQueue>;
