import path, { type PlatformPath } from 'node:path';

/**
 * The path from a folder to a file in it, as names; undefined for what is not in it. On Windows names are
 * separated by backslashes, and another drive has no path.
 * @param system the paths of the system; those of another in tests
 */
export function wayInto(folder: string, file: string, system: PlatformPath = path): string[] | undefined {
  const way = system.relative(folder, file);
  const names = way.split(system.sep);
  return way === '' || names[0] === '..' || system.isAbsolute(way) ? undefined : names;
}

/** A name that is valid in a manifest, on every system. */
const plainName = (name: string): string => name.replaceAll(/[^\w.-]/g, '_').replace(/^[^a-zA-Z0-9_]/, '_');

/**
 * The path of a source's file in a pack, with slashes as in manifests.
 * @param index of the source, from 0
 */
export const fileInPack = (
  source: string,
  index: number,
  names: readonly string[],
  system: PlatformPath = path,
): string => [`${index + 1}-${system.basename(source)}`, ...names].map(plainName).join('/');
