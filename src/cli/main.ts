import { Command, CommanderError } from 'commander';
import { ConnectionLost, Unhealthy, UserError } from '../errors.ts';
import { version } from '../version.ts';

/** 0 done, 1 fault, 2 usage or user error: the contract with scripts. */
const EXIT = { done: 0, fault: 1, user: 2 } as const;

/** Each is loaded when it is asked for: an edit needs no Discord client, and a bot no evaluation. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  edit: async () => (await import('./edit.ts')).editCommand(),
  mask: async () => (await import('./mask.ts')).maskCommand(),
  eval: async () => (await import('./eval.ts')).evalCommand(),
  start: async () => (await import('./start.ts')).startCommand(),
  bot: async () => (await import('./bot.ts')).botCommand(),
  worker: async () => (await import('./worker.ts')).workerCommand(),
  register: async () => (await import('./register.ts')).registerCommand(),
  models: async () => (await import('./models.ts')).modelsCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./backup.ts')).restoreCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
};

/**
 * Runs the command line with its arguments. @returns the exit code; what went wrong is on stderr
 */
export async function runCommand(args: readonly string[]): Promise<number> {
  const program = new Command('inlay')
    .description('Replaces one object in a picture by another and leaves the rest unchanged.')
    .version(version);
  for (const load of asked(args[0])) program.addCommand(await load());
  makeThrowing(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    return explain(error);
  }
}

/** The command that is named; all of them for help or for an unknown name. */
function asked(name: string | undefined): readonly (() => Promise<Command>)[] {
  if (name === '--version' || name === '-V') return [];
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? [COMMANDS[name]] : Object.values(COMMANDS);
}

/** Commander ends the process by itself unless every command is set to throw. */
function makeThrowing(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) makeThrowing(child);
}

/** One line on stderr for what a person can mend; the stack of a fault. */
function explain(error: unknown): number {
  // Commander has already printed its message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.user;
  if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.user;
  }
  // The same sentence for a supervisor's log, with the code for a restart, or for a failed check.
  if (error instanceof ConnectionLost || error instanceof Unhealthy) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.fault;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.fault;
}
