import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DATABASE } from '../../src/queue/backends/embedded-database.ts';
import { EMPTY_DATABASE } from './empty-database.ts';
import { makeFolder } from './folders.ts';

/** A data folder with an empty embedded database, which its maker removes. */
export function makeDataFolder(): string {
  const folder = makeFolder();
  cpSync(EMPTY_DATABASE, join(folder, DATABASE), { recursive: true });
  return folder;
}

/** The same, gone when the test is over. */
export function dataFolder(): string {
  const folder = makeDataFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
