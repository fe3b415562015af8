import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { DISCORD_ORIGINS, fetchAttachment } from '../../src/bot/attachments.ts';
import type { Refusal } from '../../src/discord/refusal.ts';
import { TEXTS } from '../../src/language/texts/index.ts';
import { horseBytes } from '../support/scenes.ts';

/** A server of attachments on a free port. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const refusal = await work.then(
    () => undefined,
    (error: Refusal) => error,
  );
  return refusal === undefined ? 'it was fetched' : refusal.say(TEXTS.en);
}

const limits = (origin: string, maxBytes = 1e6) => ({ origins: [origin], maxBytes, locale: 'en' }) as const;

test('A picture is fetched as it is.', async () => {
  const bytes = await horseBytes();
  const origin = await serve((_, response) => response.end(bytes));
  const fetched = await fetchAttachment({ url: `${origin}/a.png`, size: bytes.length }, limits(origin));
  expect(fetched).toEqual(bytes);
});

test.each([
  'http://cdn.discordapp.com/a.png',
  'https://cdn.discordapp.com:8443/a.png',
  'https://cdn.discordapp.com.example.org/a.png',
  'https://example.org/cdn.discordapp.com/a.png',
  'https://user@example.org/a.png',
  'file:///etc/passwd',
  'http://127.0.0.1/a.png',
  'nonsense',
])('%s is not fetched: it is not one of Discord’s.', async url => {
  const work = fetchAttachment({ url, size: 1 }, { origins: DISCORD_ORIGINS, maxBytes: 1e6, locale: 'en' });
  expect(await refusalOf(work)).toBe('I could not fetch that picture. Attach it again, please.');
});

test('A redirect is not followed, wherever it leads.', async () => {
  let followed = false;
  const origin = await serve((request, response) => {
    if (request.url === '/secret') followed = true;
    response.writeHead(302, { location: '/secret' }).end();
  });
  expect(await refusalOf(fetchAttachment({ url: `${origin}/a.png`, size: 1 }, limits(origin)))).toMatch(
    /could not fetch/,
  );
  expect(followed).toBe(false);
});

test('Bytes are counted as they come, whatever was said of the size.', async () => {
  let sent = 0;
  const origin = await serve((_, response) => {
    const more = setInterval(() => {
      sent += 100_000;
      response.write(Buffer.alloc(100_000, 0x89));
    }, 1);
    response.on('close', () => clearInterval(more));
  });
  const refusal = await refusalOf(fetchAttachment({ url: `${origin}/a.png`, size: 1 }, limits(origin)));
  expect(refusal).toMatch(/^That file is [\d.]+ MiB\. I take up to 1 MiB\.$/);
  expect(sent).toBeLessThan(20e6);
});

test.each([
  [404, 'The link to that picture has expired. Attach it again.'],
  [403, 'The link to that picture has expired. Attach it again.'],
  [500, 'I could not fetch that picture. Attach it again, please.'],
])('A server that answers %i: %s', async (status, sentence) => {
  const origin = await serve((_, response) => response.writeHead(status).end());
  expect(await refusalOf(fetchAttachment({ url: `${origin}/a.png`, size: 1 }, limits(origin)))).toBe(
    sentence,
  );
});

test('A picture that breaks off on the way is asked for again.', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('abc', () => response.destroy());
  });
  expect(await refusalOf(fetchAttachment({ url: `${origin}/a.png`, size: 1000 }, limits(origin)))).toMatch(
    /could not fetch/,
  );
});

/** Collects garbage now, as V8 does when it likes. */
const collectGarbage = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};

test('A picture that stalls is given up in time, also when garbage is collected meanwhile.', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200);
    response.write(Buffer.from('89504e470d0a1a0a', 'hex'));
  });
  const collect = collectGarbage();
  const collecting = [100, 300].map(ms => setTimeout(collect, ms));
  onTestFinished(() => collecting.forEach(clearTimeout));
  const began = performance.now();
  const work = fetchAttachment({ url: `${origin}/a.png`, size: 9 }, { ...limits(origin), timeoutMs: 500 });
  expect(await refusalOf(work)).toMatch(/could not fetch/);
  expect(performance.now() - began).toBeLessThan(10_000);
});
