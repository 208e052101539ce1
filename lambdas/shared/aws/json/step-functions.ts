import * as z from 'zod';
import type { Execution, ExecutionStatus, Executions } from '../../executions.ts';
import type { Aws } from '../wire/aws.ts';
import { isAwsError } from '../wire/aws-error.ts';
import { awsJson, type JsonApi } from './aws-json.ts';

const STEP_FUNCTIONS: JsonApi = { service: 'states', target: 'AWSStepFunctions', version: '1.0' };

/** An execution that waits to be redriven will run on. */
const Status = z
  .enum(['RUNNING', 'PENDING_REDRIVE', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'])
  .transform((status): ExecutionStatus => (status === 'PENDING_REDRIVE' ? 'RUNNING' : status));

/** Seconds since 1970, with a fraction. */
const Time = z.number().transform((seconds) => new Date(Math.round(seconds * 1000)));
const Described = z.object({
  status: Status,
  startDate: Time,
  stopDate: Time.optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/**
 * Executions of one state machine. `stateMachineArn` may name a version or an alias; an execution's
 * ARN names neither.
 */
export function stepFunctions(aws: Aws, stateMachineArn: string): Executions {
  const call = awsJson(aws, STEP_FUNCTIONS);
  const arnOf = (exportId: string) => executionArn(stateMachineArn, exportId);
  return {
    async start(exportId, input) {
      const start = { stateMachineArn, name: exportId, input: JSON.stringify(input) };
      await call('StartExecution', start, z.object({}));
    },
    async describe(exportId) {
      const execution = { executionArn: arnOf(exportId) };
      const found = await call('DescribeExecution', execution, Described).catch(nothingIfUnknown);
      return found && toExecution(found);
    },
    async stop(exportId, error, cause) {
      await call('StopExecution', { executionArn: arnOf(exportId), error, cause }, z.object({}));
    },
  };
}

/** `arn:aws:states:<region>:<account>:stateMachine:<name>` as the ARN of one of its executions. */
function executionArn(stateMachineArn: string, exportId: string): string {
  const [arn, partition, service, region, account, , name] = stateMachineArn.split(':');
  return [arn, partition, service, region, account, 'execution', name, exportId].join(':');
}

function nothingIfUnknown(error: unknown): undefined {
  if (!isAwsError(error, 'ExecutionDoesNotExist')) throw error;
}

function toExecution({ startDate, stopDate, ...found }: z.infer<typeof Described>): Execution {
  const { status, output, error, cause } = found;
  return {
    status,
    startedAt: startDate,
    ...(stopDate && { stoppedAt: stopDate }),
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
