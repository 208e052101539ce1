import { prices } from '../../local/probe/prices.ts';
import type { Findings } from '../measure/suite.ts';
import { ASSUMED } from './assumed.ts';
import { awsCalls, type Counted, lambdaCalls } from './counted.ts';
import { lambdaGigabyteSeconds } from './lambda-seconds.ts';

/** One line of an export's bill. */
export type Cost = {
  what: string;
  basis: 'counted' | 'modelled';
  amount: number;
  /** Undefined: it is no more than told. */
  dollars?: number;
};

/** What our uploader cuts a file into, and a large file costs requests for. */
const PART_BYTES = 8 * 1024 ** 2;

/** What one export of these counts costs by list prices. */
export function exportCosts(counted: Counted, findings: Findings): Cost[] {
  const { files, stateTransitions, historyEvents, childEvents, childExecutions } = counted;
  const priced = (what: string, basis: Cost['basis'], amount: number, price: number): Cost => ({
    what,
    basis,
    amount,
    dollars: amount * price,
  });
  const told = (what: string, basis: Cost['basis'], amount: number): Cost => ({
    ...{ what, basis, amount },
  });
  const gigabyteSeconds = [...lambdaGigabyteSeconds(counted, findings)];
  const puts = awsCalls(counted, /^(PutObject|CreateMultipart|UploadPart|CompleteMultipart|List)/);
  return [
    told('content, GB', 'modelled', (files * ASSUMED.fileBytes(files)) / 1e9),
    told('history events of the execution', 'counted', historyEvents),
    told('history events of its children', 'counted', childEvents),
    told('executions of the Distributed Map', 'counted', childExecutions),
    priced('state transitions', 'counted', stateTransitions, prices.stateTransition),
    priced('Lambda calls', 'counted', lambdaCalls(counted), prices.lambdaRequest),
    ...gigabyteSeconds.map(([step, amount]) =>
      priced(`Lambda GB-s, ${step}`, 'modelled', amount, prices.lambdaGigabyteSecond),
    ),
    priced('S3 PUT, POST, LIST', 'counted', puts, prices.s3Put),
    priced('S3 PUT, POST of parts', 'modelled', partRequests(files), prices.s3Put),
    priced('S3 GET', 'counted', awsCalls(counted, /^(Get|Head)Object/), prices.s3Get),
    priced('Glue calls', 'counted', awsCalls(counted, /Table|Partition/), prices.glueRequest),
    priced('events announced', 'counted', awsCalls(counted, /^PutEvents/), prices.event),
    priced('logs, GB', 'modelled', logGigabytes(counted), prices.logGigabyte),
  ];
}

export const total = (costs: readonly Cost[]): number =>
  costs.reduce((sum, { dollars = 0 }) => sum + dollars, 0);

/** More than the one PUT that was counted for each file: its parts, and the two that frame them. */
function partRequests(files: number): number {
  const bytes = ASSUMED.fileBytes(files);
  return bytes > PART_BYTES ? files * (Math.ceil(bytes / PART_BYTES) + 1) : 0;
}

function logGigabytes(counted: Counted): number {
  const { logLines, historyEvents, childEvents } = counted;
  const lambdas = lambdaCalls(counted) * ASSUMED.lambdaLogBytes + logLines * ASSUMED.logLineBytes;
  return (lambdas + (historyEvents + childEvents) * ASSUMED.eventLogBytes) / 1e9;
}
