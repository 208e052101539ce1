/** How much is measured. */
export type Scale = {
  rounds: number;
  files: number;
  fileBytes: number;
  coldStarts: number;
  smallFiles: number;
  plannedFiles: number;
};

const MIB = 1024 ** 2;

/** What `npm run bench` measures: 2.1 GB in each of five rounds. */
export const fullScale: Scale = {
  ...{ rounds: 5, files: 16, fileBytes: 128 * MIB },
  ...{ coldStarts: 9, smallFiles: 20_000, plannedFiles: 100_000 },
};

/** What `--quick` measures: 0.3 GB, once. Start-up weighs in it. */
export const quickScale: Scale = {
  ...{ rounds: 1, files: 4, fileBytes: 72 * MIB },
  ...{ coldStarts: 3, smallFiles: 1000, plannedFiles: 100_000 },
};
