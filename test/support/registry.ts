import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Locked {
  readonly version: string;
  readonly dev?: boolean;
}

/**
 * A package registry on 127.0.0.1 that has what this checkout depends on, packed anew of what is installed
 * here. Those of other platforms, which are not, are known to it by name. Needs `tar`.
 */
export async function startRegistry(): Promise<{ readonly url: string; close(): void }> {
  const packages = lockedPackages();
  const server = createServer(({ url = '/' }, response) => {
    const [name, version] = decodeURIComponent(url.slice(1)).split('/-/');
    const found = packages.filter(one => one.name === name);
    const packed = found.find(one => one.manifest.version === version?.replace(/\.tgz$/, ''));
    if (packed !== undefined) response.end(tarball(packed.folder));
    else if (found.length === 0) response.writeHead(404).end('{}');
    else response.end(JSON.stringify(packument(name, found, origin())));
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: origin(), close: () => server.close() };
}

interface Packed {
  readonly name: string;
  readonly folder: string;
  readonly manifest: { readonly version: string };
}

function lockedPackages(): Packed[] {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return Object.entries(packages as Record<string, Locked>)
    .filter(([folder, { dev }]) => folder !== '' && dev !== true)
    .map(([folder, locked]) => {
      const own = `${folder}/package.json`;
      const manifest = existsSync(own) ? JSON.parse(readFileSync(own, 'utf8')) : locked;
      return { name: folder.split('node_modules/').at(-1)!, folder, manifest };
    });
}

const packument = (name: string, found: readonly Packed[], origin: string) => ({
  name,
  'dist-tags': { latest: found[0].manifest.version },
  versions: Object.fromEntries(
    found.map(({ manifest }) => [
      manifest.version,
      { ...manifest, name, dist: { tarball: `${origin}/${name}/-/${manifest.version}.tgz` } },
    ]),
  ),
});

/** Not compressed: it goes nowhere but next door. */
const tarball = (folder: string): Buffer =>
  execFileSync('tar', ['-cf', '-', '--exclude=./node_modules', '--transform=s,^\\.,package,', '.'], {
    cwd: folder,
    maxBuffer: 2 ** 30,
  });
