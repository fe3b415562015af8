import { randomBytes } from 'node:crypto';

/** 72 random bits as 12 characters that may stand in a URL, a nonce or a custom id. */
export const newId = (): string => randomBytes(9).toString('base64url');
