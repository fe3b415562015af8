import { PermissionFlagsBits, REST } from 'discord.js';
import { expect, test } from 'vitest';
import { inviteLink } from '../../src/bot/permissions.ts';
import { compare, difference, register } from '../../src/bot/register.ts';
import { checkToken, missingPermissions } from '../../src/cli/doctor-discord.ts';
import { describe as describeDifference } from '../../src/cli/register.ts';
import { inlay } from '../support/cli.ts';
import { discordForTest } from '../support/discord.ts';

const ALL = [
  ...['/edit', '/mask', '/queue', '/again', '/packs', '/help', '/forget-me', '/limits'],
  'Edit this image…',
];

test('Registering shows every command as new, then none as different.', async () => {
  const { api, token, applicationId, guildId } = await discordForTest();
  const rest = new REST({ api, version: '10' }).setToken(token);
  for (const target of [{ applicationId }, { applicationId, guildId }]) {
    expect(await difference(rest, target)).toEqual({ added: ALL, changed: [], removed: [] });
    await register(rest, target);
    expect(await difference(rest, target)).toEqual({ added: [], changed: [], removed: [] });
  }
});

test('A difference names what changed in a command, and what is no longer there.', () => {
  const option = { type: 3, name: 'from', description: 'The thing' };
  const old = [
    { name: 'edit', type: 1, description: 'Old words', options: [option], version: '7' },
    { name: 'gone', type: 1, description: 'x' },
  ];
  const wanted = [
    { name: 'edit', description: 'New words', options: [{ ...option, required: true }] },
    { name: 'Edit this', type: 3 },
  ];
  const found = compare(old, wanted, {});
  expect(found).toEqual({
    added: ['Edit this'],
    changed: ['/edit (description, options)'],
    removed: ['/gone'],
  });
  expect(describeDifference(found)).toBe('+ Edit this\n~ /edit (description, options)\n- /gone');
  expect(describeDifference({ added: [], changed: [], removed: [] })).toBe(
    'Discord knows every command as it is.',
  );
});

test('Where a command may be used is no difference in one server, which cannot say it.', () => {
  const old = [{ name: 'edit', description: 'x' }];
  const wanted = [{ name: 'edit', description: 'x', contexts: [0] }];
  expect(compare(old, wanted, { guildId: '1' }).changed).toEqual([]);
  expect(compare(old, wanted, {}).changed).toEqual(['/edit (contexts)']);
});

test('The invite link asks for six permissions and no more.', () => {
  const link = new URL(inviteLink('123'));
  expect(link.searchParams.get('client_id')).toBe('123');
  expect(link.searchParams.get('scope')).toBe('bot applications.commands');
  const permissions = BigInt(link.searchParams.get('permissions') ?? '0');
  expect(permissions.toString(2).replaceAll('0', '')).toHaveLength(6);
  expect(permissions & PermissionFlagsBits.Administrator).toBe(0n);
  expect(permissions & PermissionFlagsBits.ManageMessages).toBe(0n);
});

test('The doctor’s checks distinguish a good token from a bad one, and name missing permissions.', async () => {
  const discord = await discordForTest();
  const rest = { api: discord.api, version: '10' };
  const { token } = discord;
  await checkToken({ token }, rest);
  await expect(checkToken({ token: 'nonsense' }, rest)).rejects.toThrow(/does not know DISCORD_TOKEN/);
  expect(await missingPermissions({ token }, discord.pictures.id, rest)).toEqual([]);
  discord.overwrite(discord.pictures, {
    deny: PermissionFlagsBits.AttachFiles | PermissionFlagsBits.CreatePublicThreads,
  });
  expect(await missingPermissions({ token }, discord.pictures.id, rest)).toEqual([
    'Create Public Threads',
    'Attach Files',
  ]);
  await expect(missingPermissions({ token }, '1', rest)).rejects.toThrow(/sees no channel 1/);
});

test('Where Discord cannot be reached, the network is named and not the token.', async () => {
  // Nobody listens there.
  const rest = { api: 'http://127.0.0.1:9', version: '10' };
  const token = 'MTIz.R2Fi.c29tZXRoaW5n';
  const sentence = 'Discord cannot be reached: check the network.';
  await expect(checkToken({ token }, rest)).rejects.toThrow(sentence);
  await expect(missingPermissions({ token }, '1', rest)).rejects.toThrow(sentence);
});

test.each(['bot', 'register'])('inlay %s without a token says where to put one.', async command => {
  const { code, stderr } = await inlay([command], { env: { DISCORD_TOKEN: '' } });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'DISCORD_TOKEN is not set: put the bot’s token into .env, as .env.example shows.\n',
  });
});
