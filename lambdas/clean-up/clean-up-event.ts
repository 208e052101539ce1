import { z } from 'zod';
import { jsonOrNothing } from '../shared/json.ts';
import { CleanUpEvent, ExportId, Start } from '../shared/workflow.ts';

/** EventBridge's "Step Functions Execution Status Change": abort and time-out run no Catch (F3). */
const StatusChange = z
  .looseObject({
    'detail-type': z.literal('Step Functions Execution Status Change'),
    detail: z.looseObject({
      name: ExportId,
      status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
      input: z.string(),
      error: z.string().nullish(),
      cause: z.string().nullish(),
    }),
  })
  .transform(({ detail }, context): CleanUpEvent => {
    const { name: exportId, status, error, cause } = detail;
    const start = Start.safeParse(jsonOrNothing(detail.input));
    if (!start.success) {
      context.addIssue({ code: 'custom', message: 'input is no start', input: undefined });
      return z.NEVER;
    }
    const failure = { Error: error ?? status, Cause: cause ?? `the execution ended as ${status}` };
    return { exportId, source: start.data.source, failure };
  });

/** What calls Clean up: the state machine, or the status-change event. */
export const AnyCleanUpEvent = z.union([CleanUpEvent, StatusChange]);
