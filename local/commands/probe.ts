import { putDataFor } from '../../lambdas/aws/s3/direct-put.ts';
import { ExportRequest } from '../../lambdas/settings/export-request.ts';
import { readSettings, sourceNamed } from '../../lambdas/settings/sources.ts';
import { runExport } from '../exports/run-export.ts';
import { folderLake } from '../laptop/lake.ts';
import { describeEstimate } from '../probe/describe-estimate.ts';
import { estimate, measureProbe, stateStarts } from '../probe/estimate.ts';
import { perPatient } from '../probe/per-patient.ts';
import { refuseS3 } from './export-lake.ts';
import { openCommandLaptop } from './open-command-laptop.ts';
import { printResult } from './print-result.ts';
import { type ExitStatus, parseOptions, runCommand, UsageError } from './run-command.ts';
import { sourceSecrets } from './source-secrets.ts';

const USAGE = 'usage: npm run probe -- --source <id> [--sources <file>] [--lake <dir>]';

const options = {
  source: { type: 'string' },
  sources: { type: 'string', default: 'sources.json' },
  lake: { type: 'string', default: 'lake' },
} as const;

/**
 * `npm run probe`: runs the small test export that 1upHealth recommends before a full one
 * (`_type=Patient`), publishes it, and estimates a full export.
 */
async function probeCommand(args: string[]): Promise<ExitStatus> {
  const { source: sourceId, sources: file, lake } = parseOptions(args, options, USAGE);
  if (!sourceId) throw new UsageError(`--source is missing\n${USAGE}`);
  refuseS3(lake, USAGE);
  const settings = readSettings(file);
  const { sources } = settings;
  const { maxConcurrency } = sourceNamed(sources, sourceId);
  const request = ExportRequest.parse({ types: ['Patient'], mode: 'full' });
  const secrets = sourceSecrets(sourceId, sources, lake, process.env);
  const { laptop, display, signal, close } = await openCommandLaptop({
    ...settings,
    lake: folderLake(lake, putDataFor(settings.transport)),
    secrets,
  });
  try {
    const result = await runExport({ source: sourceId, request }, laptop, display, signal);
    await display.close();
    printResult(result, { lake, options: [] }, process.stdout);
    if (result.status !== 'published') return result.status === 'failed' ? 1 : 0;
    const probed = measureProbe(
      result,
      stateStarts(laptop.measured(result.exportId)?.history ?? []),
    );
    const per = await perPatient(sourceId, laptop.collaborators.storage);
    const estimated = estimate(probed, per, maxConcurrency);
    const lines = describeEstimate(sourceId, probed, per, estimated, maxConcurrency);
    process.stdout.write(`\n${lines.join('\n')}\n`);
    return 0;
  } finally {
    await close();
  }
}

await runCommand(probeCommand);
