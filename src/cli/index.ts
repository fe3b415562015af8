#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { ConnectionLost } from '../bot/lost.ts';
import { UserError } from '../errors.ts';
import { version } from '../version.ts';
import { botCommand } from './bot.ts';
import { doctorCommand } from './doctor.ts';
import { editCommand } from './edit.ts';
import { evalCommand } from './eval.ts';
import { maskCommand } from './mask.ts';
import { modelsCommand } from './models.ts';
import { registerCommand } from './register.ts';
import { startCommand } from './start.ts';
import { workerCommand } from './worker.ts';

/** 0 done, 1 fault, 2 usage or user error: the contract with scripts. */
const EXIT = { done: 0, fault: 1, user: 2 } as const;

const program = new Command('inlay')
  .description('Replaces one thing in a picture with another and leaves the rest alone.')
  .version(version);
const commands = [
  editCommand(),
  maskCommand(),
  evalCommand(),
  startCommand(),
  botCommand(),
  workerCommand(),
  registerCommand(),
  modelsCommand(),
  doctorCommand(),
];
for (const command of commands) program.addCommand(command);
makeThrowing(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

/** Commander ends the process by itself unless every command is told to throw. */
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
  // The same sentence for a supervisor's log, and the code that tells it to start again.
  if (error instanceof ConnectionLost) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.fault;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.fault;
}
