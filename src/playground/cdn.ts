import { Hono } from 'hono';
import { isSigned } from './world/files.ts';
import type { World } from './world/world.ts';

const GONE = 'This content is no longer available.';

/** Where attachments are fetched from: the address is signed and good for a day. */
export function cdn(world: World): Hono {
  const app = new Hono();
  app.get('/attachments/:channel/:id/:filename', ({ req, text, body }) => {
    const file = world.files.get(req.param('id'));
    if (file === undefined || !isSigned(world, file, req.query('ex') ?? '', req.query('hm') ?? '')) {
      return text(GONE, 404);
    }
    return body(new Uint8Array(file.bytes).buffer, 200, {
      'content-type': file.contentType,
      'content-length': String(file.bytes.length),
      // A file that somebody uploaded must never run as a page of the playground.
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=86400',
    });
  });
  // Nobody here has an avatar or an icon of their own.
  app.get('*', ({ text }) => text('Not found', 404));
  return app;
}
