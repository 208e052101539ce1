import { putDataFor } from '../../lambdas/aws/s3/direct-put.ts';
import { UNKNOWN_CAPABILITIES } from '../../lambdas/dialects/dialect.ts';
import { dialectOf } from '../../lambdas/dialects/dialects.ts';
import type { Source } from '../../lambdas/settings/source.ts';
import { readSettings, sourceNamed } from '../../lambdas/settings/sources.ts';
import { type ExportInput, runExport } from '../exports/run-export.ts';
import { lakeDirectory } from '../laptop/lake.ts';
import { exportArguments } from './export-arguments.ts';
import { exportLake } from './export-lake.ts';
import { openCommandLaptop } from './open-command-laptop.ts';
import { printResult } from './print-result.ts';
import { type ExitStatus, runCommand } from './run-command.ts';
import { sourceSecrets } from './source-secrets.ts';

/**
 * `npm run export`: the whole workflow on this machine, from a server that `sources.json` names. It shows
 * progress on stderr; with `--json` it prints the result as one line on stdout.
 */
async function exportCommand(args: string[]): Promise<ExitStatus> {
  const { sourceId, sourcesFile, lakeOptions, locationOptions, exportInput, json } =
    exportArguments(args);
  const settings = readSettings(sourcesFile);
  const { sources } = settings;
  refuseUnsupported(sourceNamed(sources, sourceId), exportInput);
  const secrets = sourceSecrets(sourceId, sources, lakeDirectory(lakeOptions.lake), process.env);
  const lake = await exportLake(lakeOptions, putDataFor(settings.transport));
  const { laptop, display, signal, close } = await openCommandLaptop({
    ...settings,
    lake,
    secrets,
  });
  try {
    const result = await runExport(exportInput, laptop, display, signal);
    await display.close();
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else printResult(result, { lake: lake.name, options: locationOptions }, process.stdout);
    return result.status === 'failed' ? 1 : 0;
  } finally {
    await close();
  }
}

/**
 * Throws SettingsInvalid for a request that the dialect cannot express, before anything starts. Where it
 * depends on the server's capabilities, Kick off finds it.
 */
function refuseUnsupported(source: Source, exportInput: ExportInput) {
  const dialect = dialectOf(source);
  if ('resume' in exportInput || dialect.needsCapabilities(source)) return;
  dialect.kickOff(source, exportInput.request, null, UNKNOWN_CAPABILITIES);
}

await runCommand(exportCommand);
