import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface Stored {
  readonly content: Buffer;
  readonly lfs: boolean;
}

/** What the hub does with one request for the content of a file; undefined lets it answer as it should. */
type Fault = (path: string, response: ServerResponse, content: Buffer, start: number) => boolean;

export interface LocalHub {
  readonly url: string;
  /** Adds a repository; files are given by their path in it. */
  add(repo: string, files: Iterable<[place: string, path: string]>): void;
  /** Decides what goes wrong with requests for content, until it is set anew. */
  fault: Fault | undefined;
  /** Status with which every request to the API is answered; 200 when all is well. */
  apiStatus: number;
  /** Method, path and headers of every request so far. */
  readonly requests: { method: string; path: string; headers: IncomingMessage['headers'] }[];
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const sha = (algorithm: string, content: Buffer, prefix = '') =>
  createHash(algorithm).update(prefix).update(content).digest('hex');

/** A token that only the files of repositories named `gated/…` ask for. */
export const TOKEN = 'hf_test_token';

/**
 * A model hub on this machine that answers as the real one does: information on a model, the tree of a
 * commit, and files that are redirected to a store on another origin, with the SHA-256 of large files as
 * their ETag, and ranges.
 */
export async function localHub(): Promise<LocalHub> {
  const repos = new Map<string, Map<string, Stored>>();
  const hub: LocalHub = {
    url: '',
    fault: undefined,
    apiStatus: 200,
    requests: [],
    add(repo, files) {
      const stored = [...files].map(([place, path]): [string, Stored] => [
        place,
        { content: readFileSync(path), lfs: place.endsWith('.onnx') || place.endsWith('.pb') },
      ]);
      repos.set(repo, new Map(stored));
    },
  };
  const record = ({ method = '', url = '', headers }: IncomingMessage) =>
    hub.requests.push({ method, path: url, headers });
  const store = await listen((request, response) => {
    record(request);
    const [, owner, name, ...path] = decodeURIComponent(new URL(request.url!, 'http://x').pathname).split(
      '/',
    );
    const file = repos.get(`${owner}/${name}`)?.get(path.join('/'));
    sendContent(hub, request, response, path.join('/'), file);
  });
  const url = await listen((request, response) => {
    record(request);
    answer(hub, repos, store, request, response);
  });
  return Object.assign(hub, { url });
}

async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(
  hub: LocalHub,
  repos: ReadonlyMap<string, ReadonlyMap<string, Stored>>,
  store: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = decodeURIComponent(new URL(request.url!, 'http://x').pathname);
  const refused = refusal(hub, path, request);
  if (refused !== undefined) {
    response.writeHead(refused, { 'retry-after': '0' }).end();
    return;
  }
  const [, api, repo, tree] =
    /^(\/api\/models)?\/([\w-]+\/[\w.-]+)(?:\/(.*))?$/.exec(path.replace('/api/models/', '/api/models/')) ??
    [];
  const files = repos.get(repo);
  if (files === undefined) {
    response.writeHead(404).end();
    return;
  }
  if (api !== undefined && tree?.startsWith('tree/')) {
    json(response, [...files].map(treeEntry));
    return;
  }
  if (api !== undefined) {
    json(response, { _id: '1', id: repo, sha: COMMIT, private: false });
    return;
  }
  const place = tree.replace(/^resolve\/[^/]+\//, '');
  const file = files.get(place);
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  if (!file.lfs) {
    sendContent(hub, request, response, place, file);
    return;
  }
  response.writeHead(302, {
    location: `${store}/${repo}/${place}`,
    'x-linked-etag': `"${sha('sha256', file.content)}"`,
    'x-linked-size': file.content.length,
    'x-repo-commit': COMMIT,
  });
  response.end();
}

function refusal(hub: LocalHub, path: string, { headers }: IncomingMessage): number | undefined {
  if (path.includes('gated/') && headers.authorization !== `Bearer ${TOKEN}`) return 401;
  if (path.startsWith('/api/') && hub.apiStatus !== 200) return hub.apiStatus;
  return undefined;
}

const treeEntry = ([path, { content, lfs }]: [string, Stored]) => ({
  type: 'file',
  path,
  size: content.length,
  oid: sha('sha1', content, `blob ${content.length}\0`),
  ...(lfs ? { lfs: { oid: sha('sha256', content), size: content.length, pointerSize: 130 } } : {}),
});

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendContent(
  hub: LocalHub,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  path: string,
  file: Stored | undefined,
): void {
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  const { content, lfs } = file;
  const etag = lfs ? sha('sha256', content) : sha('sha1', content, `blob ${content.length}\0`);
  if (method === 'HEAD') {
    response.writeHead(200, { etag: `"${etag}"` }).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  if (hub.fault?.(path, response, content, start)) return;
  if (start >= content.length && start > 0) {
    response.writeHead(416).end();
    return;
  }
  const body = content.subarray(start);
  const range = `bytes ${start}-${content.length - 1}/${content.length}`;
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': body.length,
    etag: `"${etag}"`,
    ...(start > 0 ? { 'content-range': range } : {}),
  });
  response.end(body);
}

/** Sends `bytes` of what was asked for, promising all of it, and cuts the line. */
export function cutAfter(response: ServerResponse, content: Buffer, start: number, bytes: number): true {
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': content.length - start,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  });
  response.write(content.subarray(start, start + bytes), () => response.destroy());
  return true;
}
