import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { parse } from 'dotenv';
import { expect, test } from 'vitest';
import { environmentWith, readConfig } from '../src/config.ts';
import { UserError } from '../src/errors.ts';
import { withoutCredentials } from '../src/log.ts';

test('Without settings the built-in pack runs wherever it can, with threads as they come.', () => {
  expect(readConfig({})).toMatchObject({
    provider: 'auto',
    threads: undefined,
    pack: 'emoji',
    memory: 'high',
  });
});

test('Settings are read from the environment, once and for all.', () => {
  const config = readConfig({ INLAY_PROVIDER: 'cpu', INLAY_THREADS: '3', INLAY_PACK: '/packs/photo' });
  expect(config).toMatchObject({ provider: 'cpu', threads: 3, pack: '/packs/photo' });
  expect(Object.isFrozen(config)).toBe(true);
});

test.each(['many', '0', '-2', '1.5'])('%s threads are refused by the name of the setting.', value => {
  expect(() => readConfig({ INLAY_THREADS: value })).toThrow(UserError);
  expect(() => readConfig({ INLAY_THREADS: value })).toThrow(/INLAY_THREADS/);
});

test('The hub, its token and proxies are read as other programs read them, small letters too.', () => {
  const env = { HF_ENDPOINT: 'https://mirror.example', HF_TOKEN: 'hf_x', https_proxy: 'http://proxy:3128' };
  expect(readConfig(env).hub).toMatchObject({
    endpoint: 'https://mirror.example',
    token: 'hf_x',
    httpsProxy: 'http://proxy:3128',
    httpProxy: undefined,
  });
});

test.each([
  [{ HF_ENDPOINT: 'not a url' }, /HF_ENDPOINT cannot be "not a url": it must begin with http/],
  [
    { QUEUE_URL: 'redis://:a/b#c@queue:6379' },
    /^The setting QUEUE_URL cannot be what it is: it must name a host, and write \/, @, # and \? of a password as %2F/,
  ],
  [{ INLAY_MEMORY: 'some' }, /INLAY_MEMORY cannot be "some": use high or low/],
])('%j is refused by the name of the setting.', (env, sentence) => {
  expect(() => readConfig(env)).toThrow(sentence);
});
test('Without settings the queue is embedded, in a folder that does not move with the working directory.', () => {
  const { queueUrl, dataDir, queueLimit, concurrency, artifactHours } = readConfig({});
  expect({ queueUrl, queueLimit, concurrency, artifactHours }).toEqual({
    queueUrl: undefined,
    queueLimit: 100,
    concurrency: 1,
    artifactHours: 24,
  });
  expect(isAbsolute(dataDir)).toBe(true);
});

test('An empty setting counts as absent, as in a copied .env.example.', () => {
  expect(readConfig({ QUEUE_URL: '', INLAY_THREADS: '', LOG_LEVEL: '' })).toEqual(readConfig({}));
});

test('Every setting of .env.example is known, and has the default that it shows.', () => {
  const example = parse(readFileSync('.env.example'));
  expect(readConfig(example)).toEqual(readConfig({}));
});

test.each(['http://queue', 'localhost:6379', 'redis://'])('%s is no queue.', url => {
  expect(() => readConfig({ QUEUE_URL: url })).toThrow(/QUEUE_URL .* redis:\/\//);
});

test('A mistake in the queue’s address does not repeat the password.', () => {
  expect(() => readConfig({ QUEUE_URL: 'http://:hunter2@queue' })).toThrow(/^(?!.*hunter2)/);
});

test('A password of anything but letters is written so that it is never shown.', () => {
  const { queueUrl = '' } = readConfig({ QUEUE_URL: "redis://:hunter's <2>@queue:6379" });
  expect(withoutCredentials(`${queueUrl} does not answer`)).toBe('redis://queue:6379 does not answer');
  expect(decodeURIComponent(new URL(queueUrl).password)).toBe("hunter's <2>");
});

test('A child process gets its parent’s settings, not what the environment says.', () => {
  expect(environmentWith({ DATA_DIR: '/elsewhere' })).toMatchObject({
    DATA_DIR: '/elsewhere',
    PATH: process.env.PATH,
  });
});

test('What paints gets no more of the environment than it needs, and none of its secrets.', () => {
  process.env.SOME_CLOUD_SECRET = 'hunter2';
  process.env.DISCORD_TOKEN = 'hunter2';
  try {
    const env = environmentWith({ DATA_DIR: '/data', DISCORD_TOKEN: '' });
    expect(Object.values(env)).not.toContain('hunter2');
    expect(env).toMatchObject({ DATA_DIR: '/data', DISCORD_TOKEN: '', PATH: process.env.PATH });
  } finally {
    delete process.env.SOME_CLOUD_SECRET;
    delete process.env.DISCORD_TOKEN;
  }
});
