import { z } from 'zod';

const Status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

/** An execution as it lies on disk. */
export const ExecutionRecord = z.strictObject({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  status: Status,
  startDate: z.iso.datetime(),
  stopDate: z.iso.datetime().optional(),
  /** JSON text, as it was given. */
  input: z.string(),
  /** JSON text. */
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  /** What it came to, once it has ended. */
  measures: z.strictObject({ largestPayloadBytes: z.int(), longestHistory: z.int() }).optional(),
  /** The process that runs it. */
  processId: z.int(),
  /** When that process began, where the platform tells it. */
  processStart: z.string().optional(),
});
export type ExecutionRecord = z.infer<typeof ExecutionRecord>;
