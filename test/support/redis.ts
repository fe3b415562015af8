import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export interface RedisServer {
  readonly url: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, with what it wrote down. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real Redis on a free port, append-only as in production, in a folder of its own. Needs `redis-server`.
 */
export async function startRedis(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'inlay-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server = await launch(port, folder, url);
  const kill = async () => {
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  };
  return {
    url,
    kill,
    async start() {
      server = await launch(port, folder, url);
    },
    async stop() {
      if (server.exitCode === null && server.signalCode === null) await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, folder: string, url: string): Promise<ChildProcess> {
  const options = ['--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const server = spawn('redis-server', [...options, '--bind', '127.0.0.1'], { stdio: 'ignore' });
  const failed = once(server, 'error').then(([error]) => {
    throw new Error('redis-server does not start: install it with "apt-get install redis-server".', {
      cause: error,
    });
  });
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on('error', () => {});
  await Promise.race([client.ping(), failed]).finally(() => client.disconnect());
  return server;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
