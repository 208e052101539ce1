import '../runtime/zod-jitless.ts';
import * as z from 'zod';
import { lakeDeps, lambdaHandler } from '../aws/lambda-handler.ts';
import { publishDeps } from '../aws/publish-deps.ts';
import { sourceDeps } from '../aws/source-deps.ts';
import { ExportId } from '../lake/keys.ts';
import { type EndedExport, settleExport } from '../settlement/settle-export.ts';
import { CleanUpEvent } from '../workflow/events.ts';
import { step } from '../workflow/step.ts';

/**
 * EventBridge's "Step Functions Execution Status Change": no Catch runs when an execution is aborted or
 * times out (F3). The event lacks input, error and cause, since the state machine is encrypted with a
 * customer managed key.
 */
const StatusChange = z
  .looseObject({
    'detail-type': z.literal('Step Functions Execution Status Change'),
    detail: z.looseObject({
      name: ExportId,
      status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
      error: z.string().nullish(),
      cause: z.string().nullish(),
    }),
  })
  .transform(({ detail: { name: exportId, status, error, cause } }): EndedExport => {
    const failure = { Error: error ?? status, Cause: cause ?? `the execution ended as ${status}` };
    return { exportId, failure };
  });

/** What invokes Clean up: the state machine, or the status-change event. */
export const AnyCleanUpEvent = z.union([CleanUpEvent, StatusChange]);

export const withDeps = step(AnyCleanUpEvent, settleExport);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  ...sourceDeps(aws),
  ...publishDeps(aws),
}));
