/** How much is measured. */
export type Scale = {
  /** Of the data path, between all contenders. */
  rounds: number;
  files: number;
  fileBytes: number;
  /** A small and a large file, whose memory is compared. */
  sizes: readonly [number, number];
  /** The same content is landed and compared at each of these sizes. */
  landedBytes: readonly number[];
  /** Of each way to look at a file or to compress it. */
  verifications: { rounds: number; files: number };
  coldStarts: number;
  smallFiles: number;
  plannedFiles: readonly number[];
  /** Exports that are run to count what they cost. */
  exportedFiles: readonly number[];
};

const MIB = 1024 ** 2;
const MEGABYTE = 1e6;

/** What `npm run bench` measures: 2.1 GB in each of five rounds. */
export const fullScale: Scale = {
  ...{ rounds: 5, files: 16, fileBytes: 128 * MIB },
  ...{ sizes: [100 * MEGABYTE, 10_000 * MEGABYTE] },
  landedBytes: [0, 1000, 9 * MEGABYTE, 100 * MEGABYTE],
  verifications: { rounds: 3, files: 4 },
  ...{ coldStarts: 9, smallFiles: 20_000 },
  ...{ plannedFiles: [100_000, 1_000_000], exportedFiles: [10, 1000, 100_000] },
};

/** What `--quick` measures: 0.3 GB, once. Start-up weighs in it. */
export const quickScale: Scale = {
  ...{ rounds: 1, files: 4, fileBytes: 72 * MIB },
  ...{ sizes: [100 * MEGABYTE, 1000 * MEGABYTE] },
  landedBytes: [0, 1000, 9 * MEGABYTE],
  verifications: { rounds: 1, files: 1 },
  ...{ coldStarts: 3, smallFiles: 1000 },
  ...{ plannedFiles: [100_000], exportedFiles: [10, 1000] },
};
