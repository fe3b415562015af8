import { Command } from 'commander';
import { importCommand } from './models/import.ts';
import { list } from './models/list.ts';
import { pullCommand } from './models/pull.ts';
import { remove } from './models/remove.ts';
import { verify } from './models/verify.ts';

export function modelsCommand(): Command {
  const command = new Command('models').description(
    'The packs of models on this machine, and those to be had',
  );
  command.command('list').description('List every pack, installed or to be downloaded').action(list);
  command.addCommand(pullCommand());
  command.addCommand(importCommand());
  command
    .command('verify')
    .description('Check sizes and hashes, load every graph and run it once')
    .argument('[pack]', 'pack by name or folder; all of them when left out')
    .action(verify);
  command
    .command('remove')
    .description('Delete a pack that was downloaded or imported')
    .argument('<pack>', 'pack by name')
    .action(remove);
  return command;
}
