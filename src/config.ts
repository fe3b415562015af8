import { z } from 'zod';
import { UserError } from './errors.ts';

/** What the environment sets, read once; every other module takes values. */
const configSchema = z.object({
  /** Where graphs run: auto, cpu, cuda or webgpu. */
  INLAY_PROVIDER: z.string().default('auto'),
  /** Threads of ONNX Runtime; its own choice when absent. */
  INLAY_THREADS: z.coerce
    .number('it must be a number')
    .int('it must be whole')
    .positive('it must be above 0')
    .optional(),
  /** The pack of edits that name none. */
  INLAY_PACK: z.string().default('emoji'),
});

export interface Config {
  readonly provider: string;
  readonly threads: number | undefined;
  readonly pack: string;
}

/** Parses the environment. Throws `UserError('bad-option')` naming the variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = configSchema.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UserError(
      'bad-option',
      `The setting ${issue.path.join('.')} cannot be "${env[String(issue.path[0])]}": ${issue.message}.`,
    );
  }
  const { INLAY_PROVIDER, INLAY_THREADS, INLAY_PACK } = parsed.data;
  return Object.freeze({ provider: INLAY_PROVIDER, threads: INLAY_THREADS, pack: INLAY_PACK });
}
