import { dollarsPerTerabyte, gigabyteSeconds } from '../measure/lambda-cost.ts';
import { median } from '../measure/run-measured.ts';
import type { SuiteResult } from '../measure/suite.ts';
import type { Table, Target } from '../measure/tables.ts';
import {
  type ContenderRuns,
  CURL_DISCARDS,
  LIB_STORAGE,
  STRUCTURAL,
  UNVERIFIED,
} from './contenders.ts';

/** One row for each contender that ran; ratios are to the first one. */
export function dataPathTable(title: string, all: readonly ContenderRuns[], basis: Basis): Table {
  const ran = all.filter(({ runs }) => runs.length > 0);
  const base = ran[0] && costOf(ran[0], basis);
  const row = (each: ContenderRuns): string[] => {
    const costs = costsOf(each, basis);
    const cost = costOf(each, basis);
    const memory = memoryOf(each, basis);
    return [
      each.name,
      cost.toFixed(2),
      `${Math.min(...costs).toFixed(2)}-${Math.max(...costs).toFixed(2)}`,
      base ? (cost / base).toFixed(1) : '-',
      rateOf(each, basis).toFixed(0),
      memory === undefined ? '-' : `+${memory.toFixed(0)} MB`,
      gigabyteSeconds(cost).toFixed(2),
      dollarsPerTerabyte(cost).toFixed(3),
    ];
  };
  return {
    title,
    columns: ['client', 'CPU-s/GB', 'range', 'x curl', 'MB/s', 'RSS', 'GB-s/GB', '$/TB'],
    rows: ran.map(row),
    notes: notes(all, basis),
  };
}

function notes(all: readonly ContenderRuns[], { bytes, rounds, idleBytes }: Basis): string[] {
  const failed = all.filter(({ runs }) => runs.length === 0).map(({ name }) => name);
  const of = rounds === 1 ? 'one round' : `medians of ${rounds} interleaved rounds`;
  return [
    `${(bytes / 1e9).toFixed(2)} GB in each round, ${of}; CPU of the client's processes only, start-up included.`,
    `RSS is the peak above an idle Node process, which has ${(idleBytes / 1e6).toFixed(0)} MB.`,
    'MB/s is limited by two Node servers on the other core, without a network: compare CPU.',
    'GB-s/GB and $/TB: Lambda at 1769 MB for one processor, as fast as here, compute only, list price of arm64.',
    ...(failed.length > 0 ? [`Failed, and left out: ${failed.join(', ')}.`] : []),
  ];
}

/** The bytes of a round, the number of rounds, and the memory of an idle Node. */
export type Basis = { bytes: number; rounds: number; idleBytes: number };

/** CPU-seconds per gigabyte of content, of each run. */
export const costsOf = ({ runs }: ContenderRuns, { bytes }: Pick<Basis, 'bytes'>): number[] =>
  runs.map(({ cpuSeconds }) => cpuSeconds / (bytes / 1e9));

/** Their median. Throws without runs. */
export const costOf = (measured: ContenderRuns, basis: Pick<Basis, 'bytes'>): number =>
  median(costsOf(measured, basis));

/** Megabytes of content per second. */
export const rateOf = ({ runs }: ContenderRuns, { bytes }: Pick<Basis, 'bytes'>): number =>
  bytes / 1e6 / median(runs.map(({ wallSeconds }) => wallSeconds));

/** Megabytes of peak memory above an idle Node; undefined for other programs, which do not print theirs. */
const memoryOf = ({ isNode, runs }: ContenderRuns, { idleBytes }: Basis): number | undefined =>
  isNode ? (median(runs.map(({ stdout }) => Number(stdout))) - idleBytes) / 1e6 : undefined;

/** The targets of the data path, without those of a contender that failed. */
export function dataPathTargets(
  all: readonly ContenderRuns[],
  basis: Basis,
): Pick<SuiteResult, 'targets' | 'findings'> {
  const structural = ran(STRUCTURAL, all);
  if (!structural) return {};
  const cost = costOf(structural, basis);
  const ratio = (name: string, target: Omit<Target, 'bound' | 'measured'>): Target[] => {
    const other = ran(name, all);
    return other ? [{ ...target, bound: 'at most', measured: cost / costOf(other, basis) }] : [];
  };
  return {
    findings: { cpuSecondsPerGigabyte: cost },
    targets: [
      ...ratio(CURL_DISCARDS, {
        measure: 'CPU-s/GB ÷ curl to /dev/null',
        ...{ limit: 3.5, stretch: 3 },
      }),
      ...ratio(LIB_STORAGE, { measure: 'CPU-s/GB ÷ undici + lib-storage', limit: 0.33 }),
      ...ratio(UNVERIFIED, { measure: 'CPU-s/GB, verified ÷ unverified', limit: 1.25 }),
      {
        measure: 'peak RSS above idle Node, files of the data path',
        ...{ bound: 'at most', limit: 60, unit: 'MB' },
        measured: memoryOf(structural, basis) ?? Number.NaN,
      },
    ],
  };
}

const ran = (name: string, all: readonly ContenderRuns[]) =>
  all.find((each) => each.name === name && each.runs.length > 0);
