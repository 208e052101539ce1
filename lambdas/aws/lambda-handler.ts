import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { systemClock } from '../runtime/clock.ts';
import type { Log, Metric } from '../runtime/log.ts';
import { type Aws, defaultAws } from './aws.ts';
import { environment } from './environment.ts';
import type { MakePutData } from './s3/put-data.ts';
import { s3Storage } from './s3/s3-storage.ts';

/**
 * A Lambda handler around a step. Log lines have the id of the request, never the event, and metrics are
 * flushed after each call. The collaborators are made at the first call and used by the next ones.
 */
export function lambdaHandler<Deps, Event, Result>(
  withDeps: (deps: Deps) => (event: Event, context: Context) => Promise<Result>,
  makeDeps: (observability: Observability, aws: Aws) => Deps,
) {
  const observed = observability();
  // Powertools' own middleware warns at each call without metrics, which most of ours are.
  const flush = () => {
    if (observed.metrics.hasStoredMetrics()) observed.metrics.publishStoredMetrics();
  };
  let handle: ((event: Event, context: Context) => Promise<Result>) | undefined;
  return middy<Event, Result>()
    .use(injectLambdaContext(observed.logger, { logEvent: false }))
    .use({ after: flush, onError: flush })
    .handler((event: Event, context: Context) => {
      handle ??= withDeps(makeDeps(observed, defaultAws()));
      return handle(event, context);
    });
}

/** The logger and the metrics of a Lambda, and the `Log` that writes to both. */
type Observability = { logger: Logger; metrics: Metrics; log: Log };

const UNITS: Record<Metric, (typeof MetricUnit)[keyof typeof MetricUnit]> = {
  DownloadedBytes: MetricUnit.Bytes,
  PublishedFiles: MetricUnit.Count,
  PublishedLines: MetricUnit.Count,
  SkippedExports: MetricUnit.Count,
  FailedExports: MetricUnit.Count,
  PartialExports: MetricUnit.Count,
  QuarantinedFiles: MetricUnit.Count,
  FailedAttachments: MetricUnit.Count,
  LongWaits: MetricUnit.Count,
  StuckKickOffs: MetricUnit.Count,
  StuckPolls: MetricUnit.Count,
  StuckDownloads: MetricUnit.Count,
  ThrottledResponses: MetricUnit.Count,
};

/** Powertools, configured by the `POWERTOOLS_…` variables of the function. */
function observability(): Observability {
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

/** The collaborators of every step. A step that stores data files names how they are sent: `makePutData`. */
export const lakeDeps = (aws: Aws, { log }: Observability, makePutData?: MakePutData) => ({
  storage: s3Storage(aws, environment('BUCKET'), makePutData),
  clock: systemClock,
  log,
});
