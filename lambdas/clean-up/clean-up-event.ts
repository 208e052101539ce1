import * as z from 'zod';
import { ExportId } from '../lake/export-id.ts';
import type { EndedExport } from '../settlement/clean-up.ts';
import { CleanUpEvent } from '../workflow/workflow.ts';

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
  .transform(({ detail: { name: exportId, status, error, cause } }): EndedExport => {
    const failure = { Error: error ?? status, Cause: cause ?? `the execution ended as ${status}` };
    return { exportId, failure };
  });

/** What calls Clean up: the state machine, or the status-change event. */
export const AnyCleanUpEvent = z.union([CleanUpEvent, StatusChange]);
