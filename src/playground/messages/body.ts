import type { APIEmbed, APIMessageTopLevelComponent } from 'discord-api-types/v10';
import { z } from 'zod';

const component = z
  .looseObject({ type: z.number() })
  .transform(value => value as APIMessageTopLevelComponent);

/** The fields of a message that the server checks; the others are stored as they are. */
export const messageBody = z.looseObject({
  content: z.string().max(2000).nullish(),
  embeds: z
    .array(z.looseObject({}).transform(value => value as APIEmbed))
    .max(10)
    .nullish(),
  components: z.array(component).max(40).nullish(),
  attachments: z
    .array(
      z.looseObject({
        /** Of a kept attachment its id, of a new file the number in `files[n]`. */
        id: z.union([z.string(), z.number()]).transform(String),
        filename: z.string().nullish(),
        description: z.string().max(1024).nullish(),
      }),
    )
    .max(10)
    .nullish(),
  flags: z.number().int().nonnegative().nullish(),
  nonce: z
    .union([z.string().max(25), z.number().int()])
    .transform(String)
    .optional(),
  enforce_nonce: z.boolean().nullish(),
  allowed_mentions: z
    .looseObject({
      parse: z.array(z.string()).nullish(),
      users: z.array(z.string()).nullish(),
      replied_user: z.boolean().nullish(),
    })
    .nullish(),
  message_reference: z
    .looseObject({ message_id: z.string(), fail_if_not_exists: z.boolean().nullish() })
    .nullish(),
});

export type MessageBody = z.infer<typeof messageBody>;
