import { Hono } from 'hono';
import { UserError } from '../../errors.ts';
import { readBody } from '../rest/body.ts';
import { ApiError } from '../rest/errors.ts';
import type { World } from '../world/world.ts';
import { perform } from './acts.ts';
import { firstChannel, streamEvents } from './events.ts';
import { pageFiles } from './files.ts';
import { onlyLocal } from './guard.ts';

/** The web page and what it asks for. */
export function webPage(world: World): Hono {
  const app = new Hono();
  app.use(onlyLocal);
  app.get('/playground/people', ({ json }) => {
    const people = [...world.people.values()].filter(({ user }) => !user.bot);
    return json(people.map(({ user }) => ({ id: user.id, channelId: firstChannel(world, user.id)?.id })));
  });
  app.get('/playground/events', context => {
    const userId = context.req.query('user') ?? '';
    if (!world.people.has(userId)) return context.text('There is no such user.', 404);
    return streamEvents(world, context, userId);
  });
  app.post('/playground/act', async ({ req, json }) => {
    try {
      const { body, files } = await readBody(req.raw);
      return json({ result: (await perform(world, body, files)) ?? null });
    } catch (error) {
      if (error instanceof UserError || error instanceof ApiError) return json({ error: error.message }, 400);
      throw error;
    }
  });
  app.route('/', pageFiles());
  return app;
}
