import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionDoesNotExist,
  type ExecutionStatus as SdkStatus,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Execution, ExecutionStatus, Executions } from '../executions.ts';

/**
 * Executions of one state machine. `stateMachineArn` may name a version or an alias; an execution's
 * ARN names neither.
 */
export function stepFunctions(client: SFNClient, stateMachineArn: string): Executions {
  const arnOf = (exportId: string) => executionArn(stateMachineArn, exportId);
  return {
    async start(exportId, input) {
      const start = { stateMachineArn, name: exportId, input: JSON.stringify(input) };
      await client.send(new StartExecutionCommand(start));
    },
    async describe(exportId) {
      const command = new DescribeExecutionCommand({ executionArn: arnOf(exportId) });
      const found = await client.send(command).catch(nothingIfUnknown);
      return found && toExecution(found);
    },
    async stop(exportId, error, cause) {
      const stop = { executionArn: arnOf(exportId), error, cause };
      await client.send(new StopExecutionCommand(stop));
    },
  };
}

/** `arn:aws:states:<region>:<account>:stateMachine:<name>` as the ARN of one of its executions. */
function executionArn(stateMachineArn: string, exportId: string): string {
  const [arn, partition, service, region, account, , name] = stateMachineArn.split(':');
  return [arn, partition, service, region, account, 'execution', name, exportId].join(':');
}

function nothingIfUnknown(error: unknown): undefined {
  if (!(error instanceof ExecutionDoesNotExist)) throw error;
}

function toExecution(found: DescribeExecutionCommandOutput): Execution {
  const { status, startDate, stopDate, output, error, cause } = found;
  if (!status || !startDate)
    throw new Error('Step Functions described an execution without a status');
  return {
    status: STATUSES[status],
    startedAt: startDate,
    ...(stopDate && { stoppedAt: stopDate }),
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

/** An execution that waits to be redriven will run on. */
const STATUSES: Record<SdkStatus, ExecutionStatus> = {
  RUNNING: 'RUNNING',
  PENDING_REDRIVE: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  TIMED_OUT: 'TIMED_OUT',
  ABORTED: 'ABORTED',
};
