import { nextWaitSeconds } from '../../lambdas/2-poll/next-wait.ts';
import { type ExportResult, exportTotals } from '../exports/export-result.ts';
import type { HistoryEvent } from '../state-machine/history.ts';
import { prices } from './prices.ts';

/** What the probe measured. */
export type ProbeMeasurement = {
  patients: number;
  patientBytes: number;
  /** The number of their files. */
  files: number;
  /** Lines of the largest file. */
  linesPerFile: number;
  /** From kick-off until the manifest. */
  serverSeconds: number;
  downloadSeconds: number;
};

/** The data of one patient in all types, and the source of these figures. */
export type PerPatient = { records: number; bytes: number; types: number; basis: string };

export type Estimate = {
  records: number;
  bytes: number;
  files: number;
  serverSeconds: number;
  /** Over one connection; 0 where the probe was too fast to measure. */
  secondsPerByte: number;
  downloadSeconds: number;
  costDollars: { lambda: number; stepFunctions: number; s3: number; glue: number; total: number };
  storageDollarsPerMonth: number;
};

/** Memory of the Download function, which Lambda bills by; `infra/functions/steps.ts` says the same. */
export const DOWNLOAD_MEGABYTES = 512;
const FILES_PER_UNIT = 500;
/** State transitions of one export besides its polls and units. */
const FIXED_TRANSITIONS = 13;
const TRANSITIONS_PER_POLL = 3;
const TRANSITIONS_PER_UNIT = 4;

/**
 * Scales a probe up to the full export. The server's time grows with the records, which is an upper bound,
 * as a small job is mostly waiting; download time grows with the bytes, over the source's connections.
 */
export function estimate(
  probed: ProbeMeasurement,
  per: PerPatient,
  maxConcurrency: number,
): Estimate {
  const records = Math.round(probed.patients * per.records);
  const bytes = Math.round(probed.patients * per.bytes);
  const files = Math.max(per.types, Math.ceil(records / Math.max(1, probed.linesPerFile)));
  const serverSeconds = (probed.serverSeconds * records) / Math.max(1, probed.patients);
  const secondsPerByte = perByte(probed, maxConcurrency);
  const sequentialSeconds = bytes * secondsPerByte;
  const downloadSeconds = sequentialSeconds / Math.min(maxConcurrency, files);
  const costDollars = cost({
    files,
    serverSeconds,
    lambdaSeconds: sequentialSeconds,
    maxConcurrency,
  });
  const storageDollarsPerMonth = (bytes / 1e9) * prices.s3GigabyteMonth;
  return {
    ...{ records, bytes, files, serverSeconds, secondsPerByte, downloadSeconds },
    ...{ costDollars, storageDollarsPerMonth },
  };
}

/** The time of a byte over one connection; the probe's files were downloaded in parallel, too. */
const perByte = (
  { patientBytes, files, downloadSeconds }: ProbeMeasurement,
  maxConcurrency: number,
) => (downloadSeconds * Math.min(files, maxConcurrency)) / Math.max(1, patientBytes);

type Work = { files: number; serverSeconds: number; lambdaSeconds: number; maxConcurrency: number };

function cost({ files, serverSeconds, lambdaSeconds, maxConcurrency }: Work) {
  const polls = pollsOf(serverSeconds);
  const units = Math.max(Math.min(files, maxConcurrency * 4), Math.ceil(files / FILES_PER_UNIT));
  const calls = polls + units + 4;
  const transitions =
    FIXED_TRANSITIONS + polls * TRANSITIONS_PER_POLL + units * TRANSITIONS_PER_UNIT;
  const lambda =
    ((lambdaSeconds * DOWNLOAD_MEGABYTES) / 1024) * prices.lambdaGigabyteSecond +
    calls * prices.lambdaRequest;
  const stepFunctions = transitions * prices.stateTransition;
  const s3 = (files + 2 * units + polls + 12) * prices.s3Put + 3 * units * prices.s3Get;
  const glue = 12 * prices.glueRequest;
  return { lambda, stepFunctions, s3, glue, total: lambda + stepFunctions + s3 + glue };
}

/** The number of polls until a job that takes so long is found complete. */
function pollsOf(serverSeconds: number): number {
  let polls = 1;
  for (let age = 2; age < serverSeconds; age += nextWaitSeconds(age, undefined, 0)) polls += 1;
  return polls;
}

/** When each state of the probe was first entered. */
type StateStarts = ReadonlyMap<string, Date>;

export function stateStarts(events: readonly HistoryEvent[]): StateStarts {
  const entered = new Map<string, Date>();
  for (const { type, details, timestamp } of events)
    if (
      type.endsWith('StateEntered') &&
      typeof details.name === 'string' &&
      !entered.has(details.name)
    )
      entered.set(details.name, timestamp);
  return entered;
}

/** Measures the probe's export: patients, bytes, seconds. */
export function measureProbe({ files }: ExportResult, starts: StateStarts): ProbeMeasurement {
  const { lines: patients, bytes: patientBytes } = exportTotals(files);
  return {
    patients,
    patientBytes,
    files: files.length,
    linesPerFile: Math.max(0, ...files.map((file) => file.lines)),
    serverSeconds: secondsBetween(starts, 'Kick off', 'Plan'),
    downloadSeconds: secondsBetween(starts, 'Download', 'Publish'),
  };
}

function secondsBetween(starts: StateStarts, from: string, to: string): number {
  const [entered, ended] = [starts.get(from), starts.get(to)];
  return entered && ended ? (ended.getTime() - entered.getTime()) / 1000 : 0;
}
