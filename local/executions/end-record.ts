import type { ExecutionResult } from '../state-machine/run-state-machine.ts';
import type { ExecutionRecord } from './execution-record.ts';

/** The record of an execution that has ended at this time. */
export function endRecord(
  record: ExecutionRecord,
  result: ExecutionResult,
  stoppedAt: Date,
): ExecutionRecord {
  const { largestPayloadBytes, longestHistory } = result;
  return {
    ...record,
    ...ending(result),
    stopDate: stoppedAt.toISOString(),
    measures: { largestPayloadBytes, longestHistory },
  };
}

function ending(result: ExecutionResult): Partial<ExecutionRecord> {
  if (result.status === 'SUCCEEDED')
    return { status: result.status, output: JSON.stringify(result.output) };
  if (result.status === 'TIMED_OUT') return { status: result.status };
  const { status, error, cause } = result;
  return {
    status,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
