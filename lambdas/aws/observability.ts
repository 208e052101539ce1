import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Log, Metric } from '../runtime/log.ts';

/** One logger and one set of metrics per Lambda, and both behind our own small `Log`. */
export type Observability = { logger: Logger; metrics: Metrics; log: Log };

const UNITS: Record<Metric, (typeof MetricUnit)[keyof typeof MetricUnit]> = {
  DownloadedBytes: MetricUnit.Bytes,
  PublishedFiles: MetricUnit.Count,
  PublishedLines: MetricUnit.Count,
  SkippedExports: MetricUnit.Count,
  FailedExports: MetricUnit.Count,
  PartialExports: MetricUnit.Count,
  QuarantinedFiles: MetricUnit.Count,
  FailedAttachments: MetricUnit.Count,
  StuckKickOffs: MetricUnit.Count,
  StuckPolls: MetricUnit.Count,
  StuckDownloads: MetricUnit.Count,
  SlowDowns: MetricUnit.Count,
};

/** Powertools, configured by the `POWERTOOLS_…` variables of the function. */
export function observability(): Observability {
  const logger = new Logger();
  const metrics = new Metrics();
  const log: Log = {
    info: (event, fields) => logger.info(event, fields),
    warn: (event, fields) => logger.warn(event, fields),
    error: (event, fields) => logger.error(event, fields),
    count: (metric, value) => metrics.addMetric(metric, UNITS[metric], value),
  };
  return { logger, metrics, log };
}
