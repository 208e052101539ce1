import * as z from 'zod';
import { ExportId } from '../lake/export-id.ts';
import { CleanUpEvent, type Failure } from '../workflow/workflow.ts';

/** What Clean up is told; the status-change event knows no source, the export's papers do. */
export type Ended = { exportId: string; source?: string; failure: Failure };

/**
 * EventBridge's "Step Functions Execution Status Change": abort and time-out run no Catch (F3). It
 * lacks input, error and cause, since the machine is encrypted with a customer key.
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
  .transform(({ detail: { name: exportId, status, error, cause } }): Ended => {
    const failure = { Error: error ?? status, Cause: cause ?? `the execution ended as ${status}` };
    return { exportId, failure };
  });

/** What calls Clean up: the state machine, or the status-change event. */
export const AnyCleanUpEvent = z.union([CleanUpEvent, StatusChange]);
