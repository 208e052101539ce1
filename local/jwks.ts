import { jwksCommand } from './commands/jwks-command.ts';
import { runCommand } from './commands/run-command.ts';

await runCommand(jwksCommand);
