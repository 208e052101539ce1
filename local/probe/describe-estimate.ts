import { grouped } from '../terminal/text.ts';
import type { Estimate, PerPatient, ProbeMeasurement } from './estimate.ts';

/** One line of the estimate: what, how much, and the basis of the figure. */
type Row = [what: string, value: string, how: string];

/** The estimate and its basis, as lines of text. */
export function describeEstimate(
  source: string,
  probed: ProbeMeasurement,
  per: PerPatient,
  estimate: Estimate,
  maxConcurrency: number,
): string[] {
  const rows = [
    ...amounts(probed, per, estimate),
    ...times(probed, estimate, maxConcurrency),
    ...costs(estimate),
  ];
  return [
    `A full export of ${source}, estimated`,
    ...aligned(rows),
    '',
    `Records and bytes per patient come from ${per.basis}.`,
    'Download time was measured on this machine; in AWS the network differs. Prices are the list prices',
    'of us-east-1 in local/probe/prices.ts; KMS, logs and queries are not included.',
  ];
}

const amounts = (
  probed: ProbeMeasurement,
  per: PerPatient,
  { records, bytes, files }: Estimate,
): Row[] => [
  ['patients', count(probed.patients), 'counted by the probe'],
  ['records', count(records), `${per.records.toFixed(1)} per patient`],
  ['bytes', size(bytes), `${size(per.bytes)} per patient`],
  // A single file may be smaller than the server's limit: then the files are larger and fewer.
  ['files', `${probed.files > 1 ? '' : 'up to '}${count(files)}`, largest(probed)],
];

const largest = ({ linesPerFile }: ProbeMeasurement) =>
  `${count(linesPerFile)} records in the largest file`;

const times = (probed: ProbeMeasurement, estimate: Estimate, maxConcurrency: number): Row[] => [
  [
    'server time',
    `up to ${duration(estimate.serverSeconds)}`,
    `${duration(probed.serverSeconds)} for the probe, in proportion to records`,
  ],
  [
    'download time',
    duration(estimate.downloadSeconds),
    `${rate(estimate)} per connection, ${maxConcurrency} in parallel`,
  ],
];

function costs({ costDollars, storageDollarsPerMonth }: Estimate): Row[] {
  const { lambda, stepFunctions, s3, glue, total } = costDollars;
  const orchestration = `Lambda ${dollars(lambda)}, Step Functions ${dollars(stepFunctions)}`;
  const storage = `S3 ${dollars(s3)}, Glue ${dollars(glue)}`;
  return [
    ['AWS, one export', dollars(total), `${orchestration}, ${storage}`],
    ['AWS, storage', `${dollars(storageDollarsPerMonth)} a month`, 'S3 Standard'],
  ];
}

function aligned(rows: readonly Row[]): string[] {
  const widest = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  const [whats, values] = [widest(0), widest(1)];
  return rows.map(
    ([what, value, how]) => `  ${what.padEnd(whats)}  ${value.padStart(values)}   ${how}`,
  );
}

const count = (value: number) => grouped(Math.round(value));

function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e3).toFixed(1)} kB`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const minutes = seconds / 60;
  return minutes < 120 ? `${minutes.toFixed(0)} min` : `${(minutes / 60).toFixed(1)} h`;
}

const rate = ({ secondsPerByte }: Estimate) =>
  secondsPerByte > 0 ? `${size(1 / secondsPerByte)}/s` : 'too fast to measure';

const dollars = (value: number) => `$${value < 0.1 ? value.toFixed(5) : value.toFixed(2)}`;
