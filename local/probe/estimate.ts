import { nextWaitSeconds } from '../../lambdas/2-poll/next-wait.ts';
import { prices } from './prices.ts';

/** What the probe measured on the server itself. */
export type Probed = {
  patients: number;
  patientBytes: number;
  /** How many files they came in. */
  files: number;
  /** Lines of the largest file that came. */
  linesPerFile: number;
  /** From kick-off until the list of files was there. */
  serverSeconds: number;
  downloadSeconds: number;
};

/** What one patient brings over all types, and where the figure is from. */
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
 * The full export, scaled up from a probe. The server's time grows with its records, an upper bound,
 * as a small job is mostly waiting; download time with the bytes, over the source's connections.
 */
export function estimate(probed: Probed, per: PerPatient, maxConcurrency: number): Estimate {
  const records = Math.round(probed.patients * per.records);
  const bytes = Math.round(probed.patients * per.bytes);
  const files = Math.max(per.types, Math.ceil(records / Math.max(1, probed.linesPerFile)));
  const serverSeconds = (probed.serverSeconds * records) / Math.max(1, probed.patients);
  const secondsPerByte = perByte(probed, maxConcurrency);
  const oneByOneSeconds = bytes * secondsPerByte;
  const downloadSeconds = oneByOneSeconds / Math.min(maxConcurrency, files);
  const costDollars = cost({
    files,
    serverSeconds,
    lambdaSeconds: oneByOneSeconds,
    maxConcurrency,
  });
  const storageDollarsPerMonth = (bytes / 1e9) * prices.s3GigabyteMonth;
  return {
    ...{ records, bytes, files, serverSeconds, secondsPerByte, downloadSeconds },
    ...{ costDollars, storageDollarsPerMonth },
  };
}

/** What a byte takes over one connection: the probe's files came side by side, too. */
const perByte = ({ patientBytes, files, downloadSeconds }: Probed, maxConcurrency: number) =>
  (downloadSeconds * Math.min(files, maxConcurrency)) / Math.max(1, patientBytes);

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

/** How often Poll runs until a job of that age is seen to be done. */
function pollsOf(serverSeconds: number): number {
  let polls = 1;
  for (let age = 2; age < serverSeconds; age += nextWaitSeconds(age, undefined, 0)) polls += 1;
  return polls;
}
