import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';
import { UsageError } from './usage-error.ts';

/** Exit statuses of every command: published or done, failed, wrong usage or settings. */
export type ExitStatus = 0 | 1 | 2;

/**
 * Runs a command and sets the exit status of the process. Wrong usage and settings are told in their
 * own words on stderr; anything else that is thrown is named, with its message.
 */
export async function runCommand(command: (args: string[]) => Promise<ExitStatus>): Promise<void> {
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    const isUsage = error instanceof UsageError || error instanceof SettingsInvalid;
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    process.stderr.write(`${isUsage && error instanceof Error ? error.message : what}\n`);
    process.exitCode = isUsage ? 2 : 1;
  }
}
