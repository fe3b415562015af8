import { randomUUID } from 'node:crypto';
import { UserError } from '../errors.ts';
import type { ArtifactKey } from './contracts.ts';

/** Bytes that travel beside the jobs: pictures never go through job data. */
export interface Artifacts {
  /** @param options `ttlMs`: how long they are kept; default ARTIFACT_HOURS */
  put(bytes: Uint8Array, options?: { readonly ttlMs?: number }): Promise<ArtifactKey>;
  /** Throws `UserError('expired')` when they are no longer kept. */
  get(key: ArtifactKey): Promise<Buffer>;
  /** Keeps them for `ttlMs` from now, by default PICTURE_HOURS; false when they are gone. */
  keep(key: ArtifactKey, ttlMs?: number): Promise<boolean>;
  /** Deleting what is gone is no error. */
  delete(key: ArtifactKey): Promise<void>;
}

export const newKey = (): ArtifactKey => `a-${randomUUID()}`;

export const expired = (): UserError =>
  new UserError('expired', 'The picture is no longer kept: post it again.');
