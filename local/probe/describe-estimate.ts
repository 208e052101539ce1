import type { Estimate, PerPatient, Probed } from './estimate.ts';

/** The estimate and how it was computed, in lines for people. */
export function describeEstimate(
  source: string,
  probed: Probed,
  per: PerPatient,
  estimate: Estimate,
  maxConcurrency: number,
): string[] {
  const { lambda, stepFunctions, s3, glue, total } = estimate.costDollars;
  return [
    `A full export of ${source}, estimated`,
    ...row('patients', count(probed.patients), 'counted by the probe'),
    ...row('records', count(estimate.records), `${per.records.toFixed(1)} per patient`),
    ...row('bytes', size(estimate.bytes), `${size(per.bytes)} per patient`),
    ...row(
      'files',
      count(estimate.files),
      `${count(probed.linesPerFile)} records in the largest file`,
    ),
    ...row(
      'server time',
      `up to ${duration(estimate.serverSeconds)}`,
      `${duration(probed.serverSeconds)} for the probe, in proportion to records`,
    ),
    ...row(
      'download time',
      duration(estimate.downloadSeconds),
      `${rate(probed)} per connection, ${maxConcurrency} side by side`,
    ),
    ...row(
      'AWS, one export',
      dollars(total),
      `Lambda ${dollars(lambda)}, Step Functions ${dollars(stepFunctions)}, S3 ${dollars(s3)}, Glue ${dollars(glue)}`,
    ),
    ...row('AWS, storage', `${dollars(estimate.storageDollarsPerMonth)} a month`, 'S3 Standard'),
    '',
    `Records and bytes per patient come from ${per.basis}.`,
    'Download time was measured on this machine: in AWS the network is another. Prices are list prices',
    'of us-east-1 as local/probe/prices.ts has them; KMS, logs and queries are not counted.',
  ];
}

const row = (what: string, value: string, how: string) => [
  `  ${what.padEnd(16)} ${value.padStart(14)}   ${how}`,
];

const count = (value: number) => Math.round(value).toLocaleString('en-US');

function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e3).toFixed(1)} kB`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const minutes = seconds / 60;
  return minutes < 120 ? `${minutes.toFixed(0)} min` : `${(minutes / 60).toFixed(1)} h`;
}

const rate = ({ patientBytes, downloadSeconds }: Probed) =>
  downloadSeconds > 0 ? `${size(patientBytes / downloadSeconds)}/s` : 'too fast to measure';

const dollars = (value: number) => `$${value < 0.1 ? value.toFixed(5) : value.toFixed(2)}`;
