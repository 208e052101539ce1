import * as z from 'zod';

/** Calls of AWS by operation, such as `PutObject`. */
const AwsCalls = z.record(z.string(), z.number());
export type AwsCalls = z.infer<typeof AwsCalls>;

/** What one export came to, counted while the real state machine and the real steps ran. */
export const Counted = z.object({
  files: z.number(),
  /** States that were entered, and the start: what Step Functions bills. */
  stateTransitions: z.number(),
  /** Of the export's own execution. */
  historyEvents: z.number(),
  /** Of all executions of the Distributed Map together. */
  childEvents: z.number(),
  childExecutions: z.number(),
  /** By the name of the step. */
  steps: z.record(z.string(), z.object({ calls: z.number(), awsCalls: AwsCalls })),
  /** Of the state machine itself, which reads the list of units and writes their results. */
  mapCalls: AwsCalls,
  /** JSON lines that the steps logged. */
  logLines: z.number(),
});
export type Counted = z.infer<typeof Counted>;

/** Calls of AWS whose name is so, by everybody. */
export const awsCalls = ({ steps, mapCalls }: Counted, name: RegExp): number =>
  [mapCalls, ...Object.values(steps).map((step) => step.awsCalls)].reduce(
    (sum, calls) => sum + matching(calls, name),
    0,
  );

/** Those of one step whose name is so. */
export const matching = (calls: AwsCalls, name: RegExp): number =>
  Object.entries(calls).reduce((sum, [call, times]) => sum + (name.test(call) ? times : 0), 0);

export const lambdaCalls = ({ steps }: Counted): number =>
  Object.values(steps).reduce((sum, { calls }) => sum + calls, 0);
