import { expect, test } from 'vitest';
import { createLogger, withoutCredentials } from '../src/log.ts';

function lines(write: (log: ReturnType<typeof createLogger>) => void): string {
  const written: string[] = [];
  write(createLogger('info', { write: line => written.push(line) }));
  return written.join('');
}

test('A line says when, how bad and what, as JSON.', () => {
  const line = JSON.parse(lines(log => log.warn({ jobId: 'i-1' }, 'job failed')));
  expect(line).toMatchObject({ level: 'warn', jobId: 'i-1', msg: 'job failed' });
  expect(Date.parse(line.time)).not.toBeNaN();
});

test('Secrets stay out of it, by their names and inside addresses.', () => {
  const text = lines(log => {
    log.info(
      {
        token: 'hunter2',
        hub: { token: 'hunter2' },
        env: { HF_TOKEN: 'hunter2' },
        config: { queueUrl: 'hunter2', password: 'hunter2' },
      },
      'settings',
    );
    log.error({ err: new Error('connect redis://:hunter2@queue:6379 failed') }, 'no queue');
    log.info('opening postgres://inlay:hunter2@queue/inlay');
  });
  expect(text).not.toContain('hunter2');
  expect(text).toContain('redis://queue:6379');
  expect(text).toContain('postgres://queue/inlay');
});

test.each([
  ['redis://:hunter@2@queue:6379', 'redis://queue:6379'],
  ['redis://:hunter/2@queue:6379', 'redis://queue:6379'],
  [
    'cannot open "postgres://me:a@b@c@queue/inlay" or redis://:x@y@z',
    'cannot open "postgres://queue/inlay" or redis://z',
  ],
  [
    'see https://example.com/a, and ask ada@example.com',
    'see https://example.com/a, and ask ada@example.com',
  ],
])('%s is logged as %s: a password may hold what an address should not.', (text, expected) => {
  expect(withoutCredentials(text)).toBe(expected);
});

test('What is below the level is not written.', () => {
  expect(lines(log => log.debug('chatter'))).toBe('');
});
