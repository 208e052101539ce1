import { groupCommand } from './commands/group-command.ts';
import { runCommand } from './commands/run-command.ts';

await runCommand(groupCommand);
