import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { type Aws, awsByDefault } from './aws.ts';
import { type Observability, observability } from './observability.ts';

/**
 * A Lambda handler around a step: logs carry the request's id, never the event, and metrics are
 * flushed. The collaborators are made at the first call and kept for the next ones.
 */
export function lambdaHandler<Deps, Event, Result>(
  withDeps: (deps: Deps) => (event: Event, context: Context) => Promise<Result>,
  makeDeps: (observability: Observability, aws: Aws) => Deps,
) {
  const observed = observability();
  // Powertools' own middleware warns of every call that counts nothing, and most of ours do not.
  const flush = () => {
    if (observed.metrics.hasStoredMetrics()) observed.metrics.publishStoredMetrics();
  };
  let handle: ((event: Event, context: Context) => Promise<Result>) | undefined;
  return middy<Event, Result>()
    .use(injectLambdaContext(observed.logger, { logEvent: false }))
    .use({ after: flush, onError: flush })
    .handler((event: Event, context: Context) => {
      handle ??= withDeps(makeDeps(observed, awsByDefault()));
      return handle(event, context);
    });
}
