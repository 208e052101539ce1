import { median } from '../measure/median.ts';
import type { Measured } from './contender.ts';

/** How much was moved in a round, how often, and what Node takes that does nothing. */
export type Measure = { bytes: number; rounds: number; bareBytes: number };

/** CPU-seconds for each gigabyte of content, of every run. */
export const costsOf = ({ runs }: Measured, { bytes }: Pick<Measure, 'bytes'>): number[] =>
  runs.map(({ cpuSeconds }) => cpuSeconds / (bytes / 1e9));

/** The middle of them. Throws where it has not run. */
export const costOf = (measured: Measured, measure: Pick<Measure, 'bytes'>): number =>
  median(costsOf(measured, measure));

/** Megabytes a second, of content. */
export const rateOf = ({ runs }: Measured, { bytes }: Pick<Measure, 'bytes'>): number =>
  bytes / 1e6 / median(runs.map(({ wallSeconds }) => wallSeconds));

/** Megabytes of memory at the peak above that of Node which does nothing; only Node tells its own. */
export const memoryOf = ({ isNode, runs }: Measured, { bareBytes }: Measure): number | undefined =>
  isNode ? (median(runs.map(({ stdout }) => Number(stdout))) - bareBytes) / 1e6 : undefined;
