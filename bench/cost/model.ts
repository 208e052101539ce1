import { stepList } from '../../infra/functions/steps.ts';
import { prices } from '../../local/probe/prices.ts';
import { ONE_PROCESSOR_MEGABYTES } from '../measure/lambda-cost.ts';
import type { Findings } from '../measure/suite.ts';
import { awsCalls, type Counted, lambdaCalls, matching } from './counting.ts';

/** The assumptions of the model, which nobody measured. */
export const ASSUMED = {
  /** How long the FHIR server's job runs. */
  jobSeconds: 30 * 60,
  maxConcurrency: 10,
  /** Mean content of a file, by the number of files. */
  fileBytes: (files: number): number => (files >= 100_000 ? 1e6 : 50e6),
  /** Network of one function, commonly quoted as 600 Mbit/s. */
  networkBytesPerSecond: 75e6,
  /** Latency of a small file: the server's first byte, and S3's response to the PUT. */
  secondsPerFile: 0.1,
  /** Latency of any other call of S3. */
  secondsPerCall: 0.03,
  /** Latency of each call of a step: an occasional cold start, and the FHIR server's response. */
  secondsPerStep: 0.5,
  /** Log bytes: of a Lambda call (START, END, REPORT), of a line of Sluice, of an event of Step Functions. */
  lambdaLogBytes: 600,
  logLineBytes: 500,
  eventLogBytes: 600,
  /** CPU, where no suite measured it. */
  cpuSecondsPerGigabyte: 3,
  planCpuSecondsPerFile: 15e-6,
  publishCpuSecondsPerFile: 20e-6,
  /** Stored bytes per byte of content, typical of real FHIR, where no suite measured it. */
  storedRatios: { gzip: 0.1, zstd: 0.09 },
  compressCpuSecondsPerGigabyte: { gzip: 20, zstd: 6 },
} as const;

/** One line of an export's bill. */
export type Cost = {
  what: string;
  basis: 'counted' | 'modelled';
  amount: number;
  /** Undefined where AWS does not bill the amount. */
  dollars?: number;
};

/** The size of an upload's parts, each of which is a request. */
const PART_BYTES = 8 * 1024 ** 2;

/** The cost of an export with these counts, by list prices. */
export function exportCosts(counted: Counted, findings: Findings): Cost[] {
  const { files, stateTransitions, historyEvents, childEvents, childExecutions } = counted;
  const priced = (what: string, basis: Cost['basis'], amount: number, price: number): Cost => ({
    what,
    basis,
    amount,
    dollars: amount * price,
  });
  const unpriced = (what: string, basis: Cost['basis'], amount: number): Cost => ({
    ...{ what, basis, amount },
  });
  const gigabyteSeconds = [...lambdaGigabyteSeconds(counted, findings)];
  const puts = awsCalls(counted, /^(PutObject|CreateMultipart|UploadPart|CompleteMultipart|List)/);
  return [
    unpriced('content, GB', 'modelled', (files * ASSUMED.fileBytes(files)) / 1e9),
    unpriced('history events of the execution', 'counted', historyEvents),
    unpriced('history events of its children', 'counted', childEvents),
    unpriced('executions of the Distributed Map', 'counted', childExecutions),
    priced('state transitions', 'counted', stateTransitions, prices.stateTransition),
    priced('Lambda calls', 'counted', lambdaCalls(counted), prices.lambdaRequest),
    ...gigabyteSeconds.map(([step, amount]) =>
      priced(`Lambda GB-s, ${step}`, 'modelled', amount, prices.lambdaGigabyteSecond),
    ),
    priced('S3 PUT, POST, LIST', 'counted', puts, prices.s3Put),
    priced('S3 PUT, POST of parts', 'modelled', partRequests(files), prices.s3Put),
    priced('S3 GET', 'counted', awsCalls(counted, /^(Get|Head)Object/), prices.s3Get),
    priced('Glue calls', 'counted', awsCalls(counted, /Table|Partition/), prices.glueRequest),
    priced('events put', 'counted', awsCalls(counted, /^PutEvents/), prices.event),
    priced('logs, GB', 'modelled', logGigabytes(counted), prices.logGigabyte),
  ];
}

export const total = (costs: readonly Cost[]): number =>
  costs.reduce((sum, { dollars = 0 }) => sum + dollars, 0);

/** The requests of a multipart upload, besides the one PUT that was counted for each file. */
function partRequests(files: number): number {
  const bytes = ASSUMED.fileBytes(files);
  return bytes > PART_BYTES ? files * (Math.ceil(bytes / PART_BYTES) + 1) : 0;
}

function logGigabytes(counted: Counted): number {
  const { logLines, historyEvents, childEvents } = counted;
  const lambdas = lambdaCalls(counted) * ASSUMED.lambdaLogBytes + logLines * ASSUMED.logLineBytes;
  return (lambdas + (historyEvents + childEvents) * ASSUMED.eventLogBytes) / 1e9;
}

/** The gigabyte-seconds of each step. */
function lambdaGigabyteSeconds(counted: Counted, findings: Findings): Map<string, number> {
  const seconds = secondsOf(counted, findings);
  const memory = new Map(
    Object.values(stepList).map(({ name, memoryMegabytes }) => [name, memoryMegabytes]),
  );
  return new Map(
    Object.entries(counted.steps).map(([name, { calls, awsCalls }]) => {
      const work = seconds[name] ?? calls * ASSUMED.secondsPerStep;
      const waits = matching(awsCalls, /./) * ASSUMED.secondsPerCall;
      const duration = name === 'download' ? work : work + waits;
      return [name, (duration * (memory.get(name) ?? 0)) / 1024];
    }),
  );
}

/** The seconds of the steps whose work grows with the files. */
function secondsOf({ files, steps }: Counted, findings: Findings): Record<string, number> {
  const {
    planCpuSecondsPerFile = ASSUMED.planCpuSecondsPerFile,
    publishCpuSecondsPerFile = ASSUMED.publishCpuSecondsPerFile,
  } = findings;
  const bytes = files * ASSUMED.fileBytes(files);
  const { memoryMegabytes } = stepList.download;
  const perByte = downloadSecondsPerGigabyte(memoryMegabytes, findings) / 1e9;
  const calls = steps.download?.calls ?? 0;
  return {
    plan: ASSUMED.secondsPerStep + files * planCpuSecondsPerFile,
    publish: ASSUMED.secondsPerStep + files * publishCpuSecondsPerFile,
    download: calls * ASSUMED.secondsPerStep + files * ASSUMED.secondsPerFile + bytes * perByte,
  };
}

/** The slower of processor and network decides the time of a gigabyte. */
export function downloadSecondsPerGigabyte(memoryMegabytes: number, findings: Findings): number {
  const { cpuSecondsPerGigabyte = ASSUMED.cpuSecondsPerGigabyte } = findings;
  const share = Math.min(1, memoryMegabytes / ONE_PROCESSOR_MEGABYTES);
  return Math.max(cpuSecondsPerGigabyte / share, 1e9 / ASSUMED.networkBytesPerSecond);
}
