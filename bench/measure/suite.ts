import type { Machine } from './machine.ts';
import type { Scale } from './scale.ts';
import type { Table } from './table.ts';
import type { Target } from './target.ts';

/** What suites measured that later ones build upon. */
export type Findings = {
  /** Of our client, with structural verification. */
  cpuSecondsPerGigabyte?: number;
  planCpuSecondsPerFile?: number;
  publishCpuSecondsPerFile?: number;
  /** Bytes stored for each byte of content. */
  storedRatios?: { gzip: number; zstd: number };
  /** CPU-s/GB of content that is compressed here. */
  compressCpuSecondsPerGigabyte?: { gzip: number; zstd: number };
};

/** What a suite is given. */
export type Bench = {
  scale: Scale;
  machine: Machine;
  /** Hears how far it is. */
  tell(line: string): void;
  findings: Findings;
};

/** What a suite has measured. */
export type Outcome = {
  tables: readonly Table[];
  /** Rows of the table that it measures. */
  targets?: readonly Target[];
  findings?: Findings;
};

export type Suite = (bench: Bench) => Promise<Outcome>;
