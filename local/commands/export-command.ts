import { dialectOf } from '../../lambdas/shared/dialects/dialect-of.ts';
import { readSources, sourceNamed } from '../../lambdas/shared/settings/sources.ts';
import { runExport } from '../exports/run-export.ts';
import { exportArguments } from './export-arguments.ts';
import { openCommandLaptop } from './open-command-laptop.ts';
import { printResult } from './print-result.ts';
import type { ExitStatus } from './run-command.ts';
import { sourceSecrets } from './source-secrets.ts';

/**
 * `npm run export`: the whole workflow on this machine, against a server that `sources.json` names.
 * Progress goes to stderr; with `--json`, one line of result to stdout.
 */
export async function exportCommand(args: string[]): Promise<ExitStatus> {
  const { sourceId, sourcesFile, lake, request, json } = exportArguments(args);
  const sources = readSources(sourcesFile);
  const source = sourceNamed(sources, sourceId);
  // What this kind of server cannot export is wrong usage, found before anything starts.
  dialectOf(source).kickOff(source, request, null);
  const secrets = sourceSecrets(sourceId, sources, lake, process.env);
  const { laptop, display, signal, close } = await openCommandLaptop({ lake, sources, secrets });
  try {
    const result = await runExport(sourceId, request, laptop, display, signal);
    await display.close();
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else printResult(result, lake, process.stdout);
    return result.status === 'failed' ? 1 : 0;
  } finally {
    await close();
  }
}
