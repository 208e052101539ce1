import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Execution, Executions } from '../workflow/executions.ts';
import type { Aws } from './aws.ts';
import { isNamed } from './aws-errors.ts';

/**
 * Executions of one state machine. `stateMachineArn` may name a version or an alias; the ARN of an execution
 * names neither.
 */
export function stepFunctions(aws: Aws, stateMachineArn: string): Executions {
  const client = new SFNClient(aws.config);
  const arnOf = (exportId: string) => executionArn(stateMachineArn, exportId);
  return {
    async start(exportId, input) {
      const start = { stateMachineArn, name: exportId, input: JSON.stringify(input) };
      await aws.call('StartExecution', () => client.send(new StartExecutionCommand(start)));
    },
    async describe(exportId) {
      const execution = { executionArn: arnOf(exportId) };
      const found = await aws
        .call('DescribeExecution', () => client.send(new DescribeExecutionCommand(execution)))
        .catch(undefinedIfUnknown);
      return found && toExecution(found);
    },
    async stop(exportId, error, cause) {
      const stop = { executionArn: arnOf(exportId), error, cause };
      await aws.call('StopExecution', () => client.send(new StopExecutionCommand(stop)));
    },
  };
}

/** The ARN of an execution of `arn:aws:states:<region>:<account>:stateMachine:<name>`. */
function executionArn(stateMachineArn: string, exportId: string): string {
  const [arn, partition, service, region, account, , name] = stateMachineArn.split(':');
  return [arn, partition, service, region, account, 'execution', name, exportId].join(':');
}

function undefinedIfUnknown(error: unknown): undefined {
  if (!isNamed(error, 'ExecutionDoesNotExist')) throw error;
}

function toExecution(found: DescribeExecutionOutput): Execution {
  const { status, startDate, stopDate, output, error, cause } = found;
  if (!status || !startDate)
    throw new Error('Step Functions described an execution without its status');
  return {
    // An execution that waits for its redrive will continue.
    status: status === 'PENDING_REDRIVE' ? 'RUNNING' : status,
    startedAt: startDate,
    ...(stopDate && { stoppedAt: stopDate }),
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
