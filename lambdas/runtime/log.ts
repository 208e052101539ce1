/** A log line carries ids, counters and names; never patient data, tokens or file URLs. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Metrics in CloudWatch, in the namespace `Sluice`. */
export type Metric =
  | 'DownloadedBytes'
  | 'PublishedFiles'
  | 'PublishedLines'
  | 'SkippedExports'
  | 'FailedExports'
  | 'PartialExports'
  | 'QuarantinedFiles'
  | 'FailedAttachments'
  | 'LongWaits'
  | 'StuckKickOffs'
  | 'StuckPolls'
  | 'StuckDownloads'
  | 'ThrottledResponses';

/** Events are constants such as `download.done`, so that they can be searched and counted. */
export type Log = {
  info(event: string, fields: LogFields): void;
  warn(event: string, fields: LogFields): void;
  error(event: string, fields: LogFields): void;
  count(metric: Metric, value: number): void;
};

/** For local runs, which show their progress in the terminal. */
export const silentLog: Log = { info() {}, warn() {}, error() {}, count() {} };
