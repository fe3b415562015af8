import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openHub } from '../../src/hub/connection.ts';
import { bytesToFetch, checkSpace, planPull, pull } from '../../src/hub/pull.ts';
import { listPacks } from '../../src/pipeline/models/find-pack.ts';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import { verifyAsset } from '../../src/pipeline/models/verify.ts';
import { tempFolder } from '../support/folders.ts';
import { cutAfter, TOKEN } from '../support/hub.ts';
import { clientOf, packOf, refusal, SOURCES, setUp } from '../support/pulls.ts';

/** Bytes that are read at once. */
const IN_FLIGHT = 1 << 16;

/** Numbers in 0…1 that look random and are the same every time. */
function* scattered(seed: number): Generator<number, never> {
  for (let x = seed; ; ) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    yield x / 2 ** 32;
  }
}

/** Folders of the graphs that were fetched. */
const graphsFetched = (requests: readonly { method?: string; path: string }[]) =>
  requests
    .filter(({ method, path }) => method === 'GET' && path.endsWith('.onnx'))
    .map(({ path }) => path.split('/').at(-2))
    .sort();

describe('a pull', () => {
  test('brings a pack that loads, and leaves nothing else behind.', async () => {
    const { models, client } = await setUp();
    const { manifest, folder } = await pull(client, packOf(), models);
    expect(manifest).toMatchObject({ name: 'tiny', unetKind: 'inpaint', resolution: 64, licence: 'MIT' });
    expect(readdirSync(models)).toEqual(['tiny']);
    expect((await loadPack('tiny', { models, provider: 'cpu', threads: 1 })).folder).toBe(folder);
  });

  test('on a dry run states sizes, and fetches nothing.', async () => {
    const { hub, models, client } = await setUp();
    const plan = await planPull(client, packOf(), models);
    const listed = plan.files.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(bytesToFetch(plan)).toBe(listed);
    expect(plan.files.find(({ path }) => path === 'unet/model.onnx')?.bytes).toBeGreaterThan(100_000);
    expect(hub.requests.some(({ path }) => path.includes('/resolve/'))).toBe(false);
    expect(readdirSync(models)).toEqual([]);
  });

  test('sends the token to the hub, and not to the store that it is sent to.', async () => {
    const { hub, models } = await setUp(true);
    const repos = SOURCES.map(([repo]) => repo.replace('tiny/', 'gated/'));
    await pull(clientOf(hub, TOKEN), packOf('tiny', repos), models);
    const asked = hub.requests.filter(({ path }) => path.includes('/resolve/'));
    const stored = hub.requests.filter(
      ({ path }) => !path.includes('/resolve/') && !path.startsWith('/api/'),
    );
    expect(asked.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true);
    expect(stored.length).toBeGreaterThan(3);
    expect(stored.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  test('takes files that another pack has, instead of fetching them again, but for the graph that importing changes.', async () => {
    const { hub, models, client } = await setUp();
    await pull(client, packOf('first'), models);
    const before = hub.requests.length;
    await pull(client, packOf('second'), models);
    expect(graphsFetched(hub.requests.slice(before))).toEqual(['unet']);
    expect(await listPacks(models)).toEqual(['emoji', 'first', 'second']);
  });

  test('takes no file from a pack whose file is not what it was, and leaves that one alone.', async () => {
    const { hub, models, client } = await setUp();
    const { manifest, folder } = await pull(client, packOf('first'), models);
    const damaged = manifest.components.vaeDecoder;
    rmSync(join(folder, damaged.file));
    writeFileSync(join(folder, damaged.file), Buffer.alloc(damaged.bytes));
    const before = hub.requests.length;
    const second = await pull(client, packOf('second'), models);
    expect(graphsFetched(hub.requests.slice(before))).toEqual(['unet', 'vae_decoder']);
    await verifyAsset(second.folder, second.manifest.components.vaeDecoder);
    expect(second.manifest.components.vaeDecoder.sha256).toBe(damaged.sha256);
    await expect(verifyAsset(folder, damaged)).rejects.toMatchObject({ code: 'bad-pack' });
  });
});

describe('a line that is cut', () => {
  test('at twenty positions is resumed where it broke, and little is fetched twice.', async () => {
    const { hub, models, client } = await setUp();
    const random = scattered(7);
    let [cuts, sent] = [0, 0];
    hub.fault = (path, response, content, start) => {
      const rest = content.length - start;
      if (!path.endsWith('.onnx') || cuts === 20 || rest < 2000) {
        sent += rest;
        return false;
      }
      cuts++;
      const bytes = Math.floor(random.next().value * rest * 0.5) + 1;
      sent += bytes;
      return cutAfter(response, content, start, bytes);
    };
    const { manifest } = await pull(client, packOf(), models);
    expect(cuts).toBe(20);
    const whole = Object.values(manifest.components).reduce((sum, asset) => sum + (asset?.bytes ?? 0), 0);
    // What was on its way when the line broke is lost.
    expect(sent).toBeLessThan(whole + 20 * IN_FLIGHT);
    await loadPack('tiny', { models, provider: 'cpu', threads: 1 });
  });

  test('for good ends in one sentence; the next pull goes on with what arrived.', async () => {
    const { hub, models, client } = await setUp();
    hub.fault = (path, response, content, start) =>
      path === 'unet/model.onnx' && cutAfter(response, content, start, start === 0 ? 100_000 : 0);
    const error = await refusal(pull(client, packOf(), models), models);
    expect(error.message).toMatch(
      /^unet\/model\.onnx could not be fetched from http.*: try again later; what arrived is kept\.$/,
    );
    hub.fault = undefined;
    const before = hub.requests.length;
    await pull(client, packOf(), models);
    const unet = hub.requests
      .slice(before)
      .find(({ method, path }) => method === 'GET' && path.endsWith('unet/model.onnx'));
    const begin = Number(/^bytes=(\d+)-$/.exec(unet?.headers.range ?? '')?.[1]);
    expect(begin).toBeGreaterThanOrEqual(100_000 - IN_FLIGHT);
    expect(begin).toBeLessThanOrEqual(100_000);
  });
});

describe('content that is not what the hub states', () => {
  test.each<[string, (content: Buffer) => Buffer]>([
    ['with a wrong hash', content => Buffer.from(content.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)))],
    ['that is too long', content => Buffer.concat([content, Buffer.alloc(10)])],
    ['that is too short', content => content.subarray(0, content.length - 10)],
  ])('A file %s is refused, and is no pack.', async (_, spoil) => {
    const { hub, models, client } = await setUp();
    hub.fault = (path, response, content, start) => {
      if (path !== 'vae_decoder/model.onnx') return false;
      response.writeHead(200).end(spoil(content).subarray(start));
      return true;
    };
    const { code, message } = await refusal(pull(client, packOf(), models), models);
    expect(code).toBe('download-failed');
    expect(message).toMatch(/^vae_decoder\/model\.onnx /);
  });

  test('A file that arrives damaged once is fetched anew.', async () => {
    const { hub, models, client } = await setUp();
    let spoilt = false;
    hub.fault = (path, response, content) => {
      if (path !== 'vae_decoder/model.onnx' || spoilt) return false;
      spoilt = true;
      response.writeHead(200).end(Buffer.alloc(content.length));
      return true;
    };
    await pull(client, packOf(), models);
    expect(spoilt).toBe(true);
  });

  test('A small file is checked against the object id that git gives it.', async () => {
    const { hub, models, client } = await setUp();
    hub.fault = (path, response, content) => {
      if (path !== 'scheduler/scheduler_config.json') return false;
      response.writeHead(200).end(content.map(byte => (byte === 0x31 ? 0x32 : byte)));
      return true;
    };
    expect((await refusal(pull(client, packOf(), models), models)).message).toMatch(
      /^scheduler\/.* arrived damaged/,
    );
  });
});

describe('a hub that says no', () => {
  test.each([
    [404, /does not have tiny\/sd15-inpaint: .*inlay models import/],
    [403, /does not let you have .* accept its licence/],
    [429, /could not be fetched from .*429/],
    [503, /could not be fetched from .*503/],
  ])('with %i to the list of files ends in one sentence.', async (status, words) => {
    const { hub, models, client } = await setUp();
    hub.apiStatus = status;
    expect((await refusal(pull(client, packOf(), models), models)).message).toMatch(words);
  });

  test.each([
    [404, /does not have/],
    [401, /set HF_TOKEN/],
    [429, /429/],
    [500, /500/],
  ])('with %i to one file ends in one sentence.', async (status, words) => {
    const { hub, models, client } = await setUp();
    hub.fault = (path, response) => {
      if (path !== 'unet/model.onnx') return false;
      response.writeHead(status, { 'retry-after': '0' }).end();
      return true;
    };
    expect((await refusal(pull(client, packOf(), models), models)).message).toMatch(words);
  });

  test('for a while is asked again until it delivers.', async () => {
    const { hub, models, client } = await setUp();
    let refused = 0;
    hub.fault = (_, response) => {
      if (refused === 5) return false;
      refused++;
      response.writeHead(refused % 2 === 0 ? 503 : 429, { 'retry-after': '0' }).end();
      return true;
    };
    await pull(client, packOf(), models);
    expect(refused).toBe(5);
  });

  test('without a token says how to get one.', async () => {
    const { hub, models } = await setUp(true);
    const repos = SOURCES.map(([repo]) => repo.replace('tiny/', 'gated/'));
    expect((await refusal(pull(clientOf(hub), packOf('tiny', repos), models), models)).message).toBe(
      'The hub wants to know who asks for gated/sd15-inpaint: set HF_TOKEN to a token that may read it.',
    );
  });

  test('that is not there at all ends in one sentence.', async () => {
    const models = tempFolder();
    const client = openHub({ endpoint: 'http://127.0.0.1:9', retryMs: 1 });
    expect((await refusal(pull(client, packOf(), models), models)).message).toMatch(
      /could not be fetched from http:\/\/127/,
    );
  });
});

describe('this machine', () => {
  test('A disk that fills up ends in one sentence.', async () => {
    const { models, client } = await setUp();
    const { files } = await planPull(client, packOf(), models);
    const { target } = files.find(({ path }) => path === 'unet/model.onnx')!;
    mkdirSync(join(target, '..'), { recursive: true });
    symlinkSync('/dev/full', `${target}.part`);
    const { code, message } = await refusal(pull(client, packOf(), models), models);
    expect(code).toBe('no-space');
    expect(message).toMatch(/^The disk is full at .*: make room and pull again; what arrived is kept\.$/);
  });

  test('A disk without room is noticed before anything is fetched, with both numbers.', async () => {
    await expect(checkSpace(tempFolder(), 1e18)).rejects.toMatchObject({
      code: 'no-space',
      message: expect.stringMatching(/^1000000000\.0 GB are needed and .* has [\d.]+ GB free/),
    });
    await expect(checkSpace(tempFolder(), 1)).resolves.toBeUndefined();
  });

  test('Of two pulls at once one is refused, and the other brings the pack.', async () => {
    const { models, client } = await setUp();
    const results = await Promise.allSettled([
      pull(client, packOf(), models),
      pull(client, packOf(), models),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { reason } = results.find(result => result.status === 'rejected') as PromiseRejectedResult;
    expect(reason.message).toBe('tiny is being pulled already, in another process: wait until it is done.');
    expect(await listPacks(models)).toContain('tiny');
  });

  test('The lock of a process that is gone keeps nobody out.', async () => {
    const { models, client } = await setUp();
    writeFileSync(join(models, '.pull-tiny.lock'), '999999999');
    await pull(client, packOf(), models);
    expect(existsSync(join(models, '.pull-tiny.lock'))).toBe(false);
    expect(JSON.parse(readFileSync(join(models, 'tiny/pack.json'), 'utf8')).name).toBe('tiny');
  });

  test('A pull that is cancelled ends as cancelled, and is no pack.', async () => {
    const { hub, models, client } = await setUp();
    const controller = new AbortController();
    hub.fault = (path, response, content, start) => {
      if (path !== 'unet/model.onnx') return false;
      controller.abort();
      return cutAfter(response, content, start, 1000);
    };
    const { code } = await refusal(pull(client, packOf(), models, { signal: controller.signal }), models);
    expect(code).toBe('cancelled');
  });
});
