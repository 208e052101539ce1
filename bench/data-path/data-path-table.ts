import { dollarsPerTerabyte, gigabyteSeconds } from '../measure/lambda-cost.ts';
import { median } from '../measure/median.ts';
import type { Table } from '../measure/table.ts';
import type { Measured } from './head-to-head.ts';

type Measure = { bytes: number; rounds: number; bareBytes: number };

/** One row for each contender that ran; ratios are of the first one. */
export function dataPathTable(all: readonly Measured[], measure: Measure): Table {
  const ran = all.filter(({ runs }) => runs.length > 0);
  const gigabytes = measure.bytes / 1e9;
  const perGigabyte = ({ runs }: Measured) => runs.map(({ cpuSeconds }) => cpuSeconds / gigabytes);
  const yardstick = ran[0] && median(perGigabyte(ran[0]));
  const row = (each: Measured): string[] => {
    const costs = perGigabyte(each);
    const cost = median(costs);
    return [
      each.name,
      cost.toFixed(2),
      `${Math.min(...costs).toFixed(2)}-${Math.max(...costs).toFixed(2)}`,
      yardstick ? (cost / yardstick).toFixed(1) : '-',
      (measure.bytes / 1e6 / median(each.runs.map((run) => run.wallSeconds))).toFixed(0),
      memory(each, measure.bareBytes),
      gigabyteSeconds(cost).toFixed(2),
      dollarsPerTerabyte(cost).toFixed(3),
    ];
  };
  return {
    title: 'Moving files: HTTPS to S3 over HTTPS',
    columns: ['client', 'CPU-s/GB', 'range', 'x curl', 'MB/s', 'RSS', 'GB-s/GB', '$/TB'],
    rows: ran.map(row),
    notes: notes(all, measure),
  };
}

/** Peak memory above that of Node which does nothing, in MiB; only Node tells its own. */
const memory = ({ isNode, runs }: Measured, bareBytes: number): string => {
  if (!isNode) return '-';
  const above = median(runs.map(({ stdout }) => Number(stdout))) - bareBytes;
  return `+${(above / 1024 ** 2).toFixed(0)} MiB`;
};

function notes(all: readonly Measured[], { bytes, rounds, bareBytes }: Measure): string[] {
  const failed = all.filter(({ runs }) => runs.length === 0).map(({ name }) => name);
  const of = rounds === 1 ? 'one round' : `medians of ${rounds} interleaved rounds`;
  return [
    `${(bytes / 1e9).toFixed(2)} GB in each round, ${of}; CPU of the client's processes only, start-up included.`,
    `RSS is the peak above a bare Node process, which took ${(bareBytes / 1024 ** 2).toFixed(0)} MiB.`,
    'MB/s is what two Node servers on the other core let through, and no network: compare CPU.',
    'GB-s/GB and $/TB: Lambda at 1769 MB for one processor, as fast as here, compute alone, list price of arm64.',
    ...(failed.length > 0 ? [`Failed, and left out: ${failed.join(', ')}.`] : []),
    ...(all.some(({ name }) => name.startsWith('rclone'))
      ? []
      : ['rclone is not installed here, and was not measured.']),
  ];
}
