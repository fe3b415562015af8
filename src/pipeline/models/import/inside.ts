import path, { type PlatformPath } from 'node:path';

/**
 * The way from a folder to a file in it, name by name; undefined for what is not in it. On Windows names are parted by backslashes, and
 * what is on another drive has no way.
 * @param system the paths of the system; those of another in tests
 */
export function wayInto(folder: string, file: string, system: PlatformPath = path): string[] | undefined {
  const way = system.relative(folder, file);
  const names = way.split(system.sep);
  return way === '' || names[0] === '..' || system.isAbsolute(way) ? undefined : names;
}

/** A name that a manifest takes, on every system. */
const plainName = (name: string): string => name.replaceAll(/[^\w.-]/g, '_').replace(/^[^a-zA-Z0-9_]/, '_');

/** Where a file of a source goes in a pack, parted by slashes as manifests have it. @param index of the source, from 0 */
export const fileInPack = (
  source: string,
  index: number,
  names: readonly string[],
  system: PlatformPath = path,
): string => [`${index + 1}-${system.basename(source)}`, ...names].map(plainName).join('/');
