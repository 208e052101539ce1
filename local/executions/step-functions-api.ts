import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type JsonApi, jsonApi, operationsRefusing } from '../cloud/json-api.ts';
import { AwsError } from '../cloud/service.ts';
import { executionArn } from '../state-machine/run-state-machine.ts';
import { ExecutionRecord } from './execution-record.ts';
import type { LocalExecutions } from './executions.ts';
import { Paging, page } from './page.ts';
import { describedWire, epochSeconds, eventWire, listedWire } from './wire.ts';

const Start = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
});
const Named = z.strictObject({ executionArn: z.string() });
const Stop = Named.extend({ error: z.string().optional(), cause: z.string().optional() });
const List = Paging.extend({
  stateMachineArn: z.string(),
  statusFilter: ExecutionRecord.shape.status.optional(),
});
const History = Paging.extend({
  executionArn: z.string(),
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.literal(true).default(true),
});

const operation = operationsRefusing('ValidationException');

/** Step Functions' API over local executions, in the operations and fields that are used here. */
export function stepFunctionsApi(executions: LocalExecutions): JsonApi {
  const machine = (arn: string) => {
    if (arn === executions.stateMachineArn) return;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  };
  const nameOf = (arn: string) => {
    const prefix = executionArn(executions.stateMachineArn, '');
    if (arn.startsWith(prefix)) return arn.slice(prefix.length);
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  };
  return jsonApi({
    StartExecution: operation(Start, async ({ stateMachineArn, name = randomUUID(), input }) => {
      machine(stateMachineArn);
      const started = await executions.start(name, input);
      return { executionArn: started.executionArn, startDate: epochSeconds(started.startDate) };
    }),
    DescribeExecution: operation(Named, async ({ executionArn: arn }) => {
      const record = await executions.describe(nameOf(arn));
      if (record) return describedWire(record);
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    }),
    StopExecution: operation(Stop, async ({ executionArn: arn, error, cause }) => {
      const { stopDate, startDate } = await executions.stop(nameOf(arn), error, cause);
      return { stopDate: epochSeconds(stopDate ?? startDate) };
    }),
    ListExecutions: operation(List, async ({ stateMachineArn, statusFilter, ...paging }) => {
      machine(stateMachineArn);
      const { items, ...next } = page(await executions.list(statusFilter), paging);
      return { executions: items.map(listedWire), ...next };
    }),
    GetExecutionHistory: operation(
      History,
      async ({ executionArn: arn, reverseOrder, ...paging }) => {
        const events = await executions.history(nameOf(arn));
        const { items, ...next } = page(reverseOrder ? events.reverse() : events, paging);
        return { events: items.map(eventWire), ...next };
      },
    ),
  });
}
