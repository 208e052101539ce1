import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';

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

/** A command line that says too little or too much; the message ends with what to type. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Reads the options of a command line. Throws UsageError with the command's usage. */
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
