import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';

/** The exit statuses: 0 for done, 1 for failed, 2 for wrong usage or settings. */
export type ExitStatus = 0 | 1 | 2;

/**
 * Runs a command and sets the exit status of the process. Prints errors on stderr: the message alone for
 * wrong usage and settings, name and message for any other error.
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

/** A wrong command line; the message names the option and usually ends with the usage. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Reads the options of a command line. Throws UsageError. */
export function parseOptions<Options extends ParseArgsOptionsConfig>(
  args: string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${what}\n${usage}`, { cause });
  }
}
