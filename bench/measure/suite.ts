import type { Machine } from './run-measured.ts';
import type { Table, Target } from './tables.ts';

/** What later suites use of earlier ones. */
export type Findings = {
  /** Of Sluice, with structural verification. */
  cpuSecondsPerGigabyte?: number;
  planCpuSecondsPerFile?: number;
  publishCpuSecondsPerFile?: number;
  /** Bytes stored for each byte of content. */
  storedRatios?: { gzip: number; zstd: number };
  /** Per gigabyte of content that Sluice compresses. */
  compressCpuSecondsPerGigabyte?: { gzip: number; zstd: number };
};

export type Bench = {
  scale: Scale;
  machine: Machine;
  /** Reports progress. */
  log(line: string): void;
  findings: Findings;
};

/** What a suite measured. */
export type SuiteResult = {
  tables: readonly Table[];
  targets?: readonly Target[];
  findings?: Findings;
};

export type Suite = (bench: Bench) => Promise<SuiteResult>;

/** How much is measured. */
export type Scale = {
  /** Of the data path, with every contender in each round. */
  rounds: number;
  files: number;
  fileBytes: number;
  /** A small and a large file, to compare the memory. */
  sizes: readonly [number, number];
  /** The sizes of files whose bytes in the lake are compared with the server's. */
  comparedBytes: readonly number[];
  /** For each setting of `verify` and `compress`. */
  verifications: { rounds: number; files: number };
  coldStarts: number;
  smallFiles: number;
  plannedFiles: readonly number[];
  /** The files of each export whose AWS calls are counted. */
  exportedFiles: readonly number[];
};

const MIB = 1024 ** 2;
const MEGABYTE = 1e6;

/** What `npm run bench` measures: 2.1 GB in each of five rounds. */
export const fullScale: Scale = {
  ...{ rounds: 5, files: 16, fileBytes: 128 * MIB },
  ...{ sizes: [100 * MEGABYTE, 10_000 * MEGABYTE] },
  comparedBytes: [0, 1000, 9 * MEGABYTE, 100 * MEGABYTE],
  verifications: { rounds: 3, files: 4 },
  ...{ coldStarts: 9, smallFiles: 20_000 },
  ...{ plannedFiles: [100_000, 1_000_000], exportedFiles: [10, 1000, 100_000] },
};

/** What `--quick` measures: 0.3 GB, once. Start-up has a large share in it. */
export const quickScale: Scale = {
  ...{ rounds: 1, files: 4, fileBytes: 72 * MIB },
  ...{ sizes: [100 * MEGABYTE, 1000 * MEGABYTE] },
  comparedBytes: [0, 1000, 9 * MEGABYTE],
  verifications: { rounds: 1, files: 1 },
  ...{ coldStarts: 3, smallFiles: 1000 },
  ...{ plannedFiles: [100_000], exportedFiles: [10, 1000] },
};
