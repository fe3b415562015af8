import { afterAll, beforeAll } from 'vitest';
import { openRig, type Rig } from '../support/bot.ts';
import { commandTests } from './suite/commands.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

commandTests(() => rig);
