import { dollarsPerTerabyte, gigabyteSeconds } from '../measure/lambda-cost.ts';
import type { Table } from '../measure/table.ts';
import type { Measured } from './contender.ts';
import { costOf, costsOf, type Measure, memoryOf, rateOf } from './figures.ts';

/** One row for each contender that ran; ratios are of the first one. */
export function dataPathTable(title: string, all: readonly Measured[], measure: Measure): Table {
  const ran = all.filter(({ runs }) => runs.length > 0);
  const yardstick = ran[0] && costOf(ran[0], measure);
  const row = (each: Measured): string[] => {
    const costs = costsOf(each, measure);
    const cost = costOf(each, measure);
    const memory = memoryOf(each, measure);
    return [
      each.name,
      cost.toFixed(2),
      `${Math.min(...costs).toFixed(2)}-${Math.max(...costs).toFixed(2)}`,
      yardstick ? (cost / yardstick).toFixed(1) : '-',
      rateOf(each, measure).toFixed(0),
      memory === undefined ? '-' : `+${memory.toFixed(0)} MB`,
      gigabyteSeconds(cost).toFixed(2),
      dollarsPerTerabyte(cost).toFixed(3),
    ];
  };
  return {
    title,
    columns: ['client', 'CPU-s/GB', 'range', 'x curl', 'MB/s', 'RSS', 'GB-s/GB', '$/TB'],
    rows: ran.map(row),
    notes: notes(all, measure),
  };
}

function notes(all: readonly Measured[], { bytes, rounds, bareBytes }: Measure): string[] {
  const failed = all.filter(({ runs }) => runs.length === 0).map(({ name }) => name);
  const of = rounds === 1 ? 'one round' : `medians of ${rounds} interleaved rounds`;
  return [
    `${(bytes / 1e9).toFixed(2)} GB in each round, ${of}; CPU of the client's processes only, start-up included.`,
    `RSS is the peak above a bare Node process, which took ${(bareBytes / 1e6).toFixed(0)} MB.`,
    'MB/s is what two Node servers on the other core let through, and no network: compare CPU.',
    'GB-s/GB and $/TB: Lambda at 1769 MB for one processor, as fast as here, compute alone, list price of arm64.',
    ...(failed.length > 0 ? [`Failed, and left out: ${failed.join(', ')}.`] : []),
  ];
}
