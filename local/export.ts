import { exportCommand } from './commands/export-command.ts';
import { runCommand } from './commands/run-command.ts';

await runCommand(exportCommand);
