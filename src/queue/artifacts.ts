import type { ArtifactKey } from './contracts.ts';

/** Bytes that travel beside the jobs: pictures never go through job data. */
export interface Artifacts {
  /** @param ttlMs how long they are kept at least; default: the store's */
  put(bytes: Uint8Array, options?: { readonly ttlMs?: number }): Promise<ArtifactKey>;
  /** Throws `UserError('expired')` when they are no longer kept. */
  get(key: ArtifactKey): Promise<Buffer>;
  /** Keeps them for `ttlMs` from now; false when they are gone. */
  keep(key: ArtifactKey, ttlMs: number): Promise<boolean>;
  /** Deleting what is gone is no error. */
  delete(key: ArtifactKey): Promise<void>;
}
