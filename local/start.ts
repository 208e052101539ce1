import { runCommand } from './commands/run-command.ts';
import { startCommand } from './commands/start-command.ts';

await runCommand(startCommand);
