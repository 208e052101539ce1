import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { checkedOperations, type JsonApi, jsonApi } from '../cloud/json-api.ts';
import { AwsError } from '../cloud/service.ts';
import { executionArn } from '../state-machine/run-state-machine.ts';
import { ExecutionRecord, type StoredEvents } from './execution-record.ts';
import type { LocalExecutions } from './executions.ts';

/** A `maxResults` of 0 stands for the default. */
const Paging = z.strictObject({
  maxResults: z.int().min(0).max(1000).default(0),
  nextToken: z.string().regex(/^\d+$/).optional(),
});

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

const operation = checkedOperations('ValidationException');

/** Step Functions' API over local executions, with the operations and fields that Sluice uses. */
export function stepFunctionsApi(executions: LocalExecutions): JsonApi {
  const checkMachine = (arn: string) => {
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
      checkMachine(stateMachineArn);
      const started = await executions.start(name, input);
      return { executionArn: started.executionArn, startDate: epochSeconds(started.startDate) };
    }),
    DescribeExecution: operation(Named, async ({ executionArn: arn }) => {
      const record = await executions.describe(nameOf(arn));
      if (record) return describeOutput(record);
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    }),
    StopExecution: operation(Stop, async ({ executionArn: arn, error, cause }) => {
      const { stopDate, startDate } = await executions.stop(nameOf(arn), error, cause);
      return { stopDate: epochSeconds(stopDate ?? startDate) };
    }),
    ListExecutions: operation(List, async ({ stateMachineArn, statusFilter, ...paging }) => {
      checkMachine(stateMachineArn);
      const { items, ...next } = page(await executions.list(statusFilter), paging);
      return { executions: items.map(listItem), ...next };
    }),
    GetExecutionHistory: operation(
      History,
      async ({ executionArn: arn, reverseOrder, ...paging }) => {
        const events = await executions.history(nameOf(arn));
        const { items, ...next } = page(reverseOrder ? events.reverse() : events, paging);
        return { events: items.map(historyEventOutput), ...next };
      },
    ),
  });
}

const DEFAULT_RESULTS = 100;

/** One page of a list, and the token of the next page if there is one. */
function page<Item>(
  all: readonly Item[],
  { maxResults, nextToken = '0' }: z.infer<typeof Paging>,
): { items: Item[]; nextToken?: string } {
  const start = Number(nextToken);
  const end = start + (maxResults || DEFAULT_RESULTS);
  const items = all.slice(start, end);
  return end < all.length ? { items, nextToken: String(end) } : { items };
}

/** AWS JSON 1.0 encodes times as seconds since 1970. */
const epochSeconds = (time: string): number => Date.parse(time) / 1000;

/** The output of DescribeExecution. */
function describeOutput(record: ExecutionRecord) {
  const { input, output, error, cause } = record;
  return {
    ...listItem(record),
    input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    redriveCount: 0,
  };
}

/** An item of ListExecutions. */
function listItem(record: ExecutionRecord) {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate } = record;
  return {
    ...{ executionArn, stateMachineArn, name, status, startDate: epochSeconds(startDate) },
    ...(stopDate !== undefined && { stopDate: epochSeconds(stopDate) }),
  };
}

/** An event of GetExecutionHistory; the name of its details follows from its type. */
function historyEventOutput({ timestamp, details, type, ...ids }: StoredEvents[number]) {
  const hasDetails = Object.keys(details).length > 0;
  return {
    ...ids,
    type,
    timestamp: timestamp.getTime() / 1000,
    ...(hasDetails && { [detailsName(type)]: details }),
  };
}

function detailsName(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
