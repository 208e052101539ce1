import type { Execution } from '../../lambdas/workflow/executions.ts';
import type { ExecutionRecord } from '../executions/execution-record.ts';

/** A record of the local executions as the steps know an execution. */
export function ended(record: ExecutionRecord): Execution {
  const { status, startDate, stopDate, output, error, cause } = record;
  return {
    status,
    startedAt: new Date(startDate),
    ...(stopDate !== undefined && { stoppedAt: new Date(stopDate) }),
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
