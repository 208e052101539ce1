import { probeCommand } from './commands/probe-command.ts';
import { runCommand } from './commands/run-command.ts';

await runCommand(probeCommand);
