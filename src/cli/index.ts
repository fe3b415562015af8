#!/usr/bin/env node
import { runCommand } from './main.ts';

const code = await runCommand(process.argv.slice(2));
if (code !== 0) process.exitCode = code;
