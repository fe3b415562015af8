import { expect, test } from 'vitest';
import { lossOf } from '../../src/bot/lost.ts';

test.each([
  [4004, true, 'ConnectionLost', /4004/],
  [4004, false, 'UserError', /DISCORD_TOKEN/],
  [4011, true, 'UserError', /more servers/],
  [4013, true, 'UserError', /intents/],
  [4014, true, 'UserError', /4014/],
])('Close code %i, with a token that holds: %s, is a %s.', (code, holds, name, message) => {
  const loss = lossOf(code, holds);
  expect({ name: loss.name, matches: message.test(loss.message) }).toEqual({ name, matches: true });
});
