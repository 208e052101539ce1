/** What a log line may carry: ids, counters, names; never patient data, tokens or file URLs. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** What is counted over all runs, in CloudWatch under the namespace `Sluice`. */
export type Metric =
  | 'DownloadedBytes'
  | 'PublishedFiles'
  | 'PublishedLines'
  | 'SkippedExports'
  | 'FailedExports'
  | 'PartialExports'
  | 'QuarantinedFiles'
  | 'FailedAttachments'
  | 'StuckKickOffs'
  | 'StuckPolls'
  | 'StuckDownloads'
  | 'ThrottledResponses';

/** Log events are constants such as `download.done`, so that they can be searched and counted. */
export type Log = {
  info(event: string, fields: LogFields): void;
  warn(event: string, fields: LogFields): void;
  error(event: string, fields: LogFields): void;
  count(metric: Metric, value: number): void;
};

/** For runs whose progress is shown in another way. */
export const silentLog: Log = { info() {}, warn() {}, error() {}, count() {} };
