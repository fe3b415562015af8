import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { DOWNLOAD, type Faults } from './faults.ts';
import { isSigned } from './world/files.ts';
import type { World } from './world/world.ts';

const GONE = 'This content is no longer available.';

/** Where attachments are fetched from: the address is signed and good for a day. */
export function cdn(world: World, faults: Faults): Hono {
  const app = new Hono();
  app.get('/attachments/:channel/:id/:filename', ({ req, text, body }) => {
    const file = world.files.get(req.param('id'));
    if (file === undefined || !isSigned(world, file, req.query('ex') ?? '', req.query('hm') ?? '')) {
      return text(GONE, 404);
    }
    const stall = faults.next(DOWNLOAD)?.delayMs;
    return body(stall === undefined ? new Uint8Array(file.bytes).buffer : stalling(file.bytes, stall), 200, {
      'content-type': file.contentType,
      'content-length': String(file.bytes.length),
      // A file that somebody uploaded must never run as a page of the playground.
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=86400',
    });
  });
  // There are no avatars or icons.
  app.get('*', ({ text }) => text('Not found', 404));
  return app;
}

/** The first byte at once, the rest after a while. */
const stalling = (bytes: Uint8Array, ms: number): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async start(controller) {
      controller.enqueue(bytes.slice(0, 1));
      await sleep(ms, undefined, { ref: false });
      controller.enqueue(bytes.slice(1));
      controller.close();
    },
    // The client has disconnected.
    cancel: () => {},
  });
