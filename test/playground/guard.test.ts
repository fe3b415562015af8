import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { readBody } from '../../src/playground/rest/body.ts';
import { onlyLocal } from '../../src/playground/web/guard.ts';

const app = new Hono().use(onlyLocal).get('/', ({ text }) => text('the page'));
const statusFor = async (headers: Record<string, string>) => (await app.request('/', { headers })).status;

test.each([
  ['its own page', { host: '127.0.0.1:8787', origin: 'http://127.0.0.1:8787' }, 200],
  ['a request without an origin', { host: 'localhost:8787' }, 200],
  ['another program on this machine', { host: '127.0.0.1:8787', origin: 'http://127.0.0.1:3000' }, 403],
  ['a program on the default port', { host: '127.0.0.1:8787', origin: 'http://127.0.0.1' }, 403],
  ['a site elsewhere', { host: '127.0.0.1:8787', origin: 'https://example.com' }, 403],
  ['a site that took this address', { host: 'example.com:8787', origin: 'http://example.com:8787' }, 403],
  ['a file, whose origin is null', { host: '127.0.0.1:8787', origin: 'null' }, 403],
])('%s: %o is answered with %i.', async (_, headers, status) => {
  expect(await statusFor(headers)).toBe(status);
});

test('A body is read up to what anybody would send, however long it says that it is.', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 2 ** 20;
      controller.enqueue(new Uint8Array(2 ** 20));
    },
  });
  const asked = new Request('http://127.0.0.1/', {
    method: 'POST',
    body: endless,
    duplex: 'half',
  } as RequestInit);
  await expect(readBody(asked)).rejects.toMatchObject({ status: 413 });
  expect(sent).toBeLessThan(80 * 2 ** 20);
});
