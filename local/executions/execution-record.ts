import { z } from 'zod';
import type { ExecutionResult } from '../state-machine/run-state-machine.ts';

const Status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

/** The file of an execution. */
export const ExecutionRecord = z.strictObject({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  status: Status,
  startDate: z.iso.datetime(),
  stopDate: z.iso.datetime().optional(),
  /** JSON text, as the caller sent it. */
  input: z.string(),
  /** JSON text. */
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  /** Measured when it has ended. */
  measures: z.strictObject({ largestPayloadBytes: z.int(), longestHistory: z.int() }).optional(),
  /** The process that runs it. */
  processId: z.int(),
  /** When that process started, if the platform says so. */
  processStart: z.string().optional(),
});
export type ExecutionRecord = z.infer<typeof ExecutionRecord>;

/** The file of a history. */
export const StoredEvents = z.array(
  z.object({
    id: z.int(),
    previousEventId: z.int(),
    timestamp: z.coerce.date(),
    type: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
);
export type StoredEvents = z.infer<typeof StoredEvents>;

/** The record of an execution that ended at this time. */
export function endRecord(
  record: ExecutionRecord,
  result: ExecutionResult,
  stoppedAt: Date,
): ExecutionRecord {
  const { largestPayloadBytes, longestHistory } = result;
  return {
    ...record,
    ...outcome(result),
    stopDate: stoppedAt.toISOString(),
    measures: { largestPayloadBytes, longestHistory },
  };
}

function outcome(result: ExecutionResult): Partial<ExecutionRecord> {
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
