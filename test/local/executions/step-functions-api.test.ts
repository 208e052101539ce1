import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createCloud } from '../../../local/cloud/cloud.ts';
import { inProcessHandler } from '../../../local/cloud/in-process-handler.ts';
import { stepFunctionsApi } from '../../../local/executions/step-functions-api.ts';
import { FIRST_ARN, MACHINE_ARN, waitingExecutions } from './waiting-executions.ts';

/** An SDK client over executions that wait. */
function client(t: TestContext) {
  const { executions, clock, directory } = waitingExecutions(t);
  const jsonApis = { AWSStepFunctions: stepFunctionsApi(executions) };
  const sfn = new SFNClient({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: inProcessHandler(createCloud({ directory, bucket: 'lake', jsonApis })),
  });
  const start = (name?: string, seconds = 60) =>
    sfn.send(
      new StartExecutionCommand({
        stateMachineArn: MACHINE_ARN,
        input: JSON.stringify({ seconds }),
        ...(name !== undefined && { name }),
      }),
    );
  return { sfn, executions, clock, start };
}

test('the SDK starts and describes an execution, with its dates', async (t) => {
  const { sfn, executions, start } = client(t);
  const { $metadata: _, ...started } = await start('first');
  const startDate = new Date('2026-01-01T00:00:00Z');
  assert.deepEqual(started, { executionArn: FIRST_ARN, startDate });
  await executions.finished('first');
  const described = await sfn.send(new DescribeExecutionCommand({ executionArn: FIRST_ARN }));
  assert.partialDeepStrictEqual(described, {
    executionArn: FIRST_ARN,
    stateMachineArn: MACHINE_ARN,
    name: 'first',
    status: 'SUCCEEDED',
    startDate,
    stopDate: new Date('2026-01-01T00:01:00Z'),
    input: '{"seconds":60}',
    inputDetails: { included: true },
    output: '"done"',
    outputDetails: { included: true },
  });
});

test('the SDK names an execution if the caller does not', async (t) => {
  const { executions, start } = client(t);
  const { executionArn = '' } = await start();
  const name = executionArn.split(':').at(-1) ?? '';
  assert.match(name, /^[0-9a-f-]{36}$/);
  await executions.finished(name);
});

test('the SDK stops an execution and gets the time of the stop', async (t) => {
  const { sfn, clock, start } = client(t);
  await start('first');
  await clock.sleep(1500);
  const command = new StopExecutionCommand({
    executionArn: FIRST_ARN,
    error: 'Cancelled',
    cause: 'c',
  });
  const { stopDate } = await sfn.send(command);
  assert.deepEqual(stopDate, new Date('2026-01-01T00:00:01.500Z'));
  const described = await sfn.send(new DescribeExecutionCommand({ executionArn: FIRST_ARN }));
  assert.partialDeepStrictEqual(described, { status: 'ABORTED', error: 'Cancelled', cause: 'c' });
});

test('the SDK lists executions by status and in pages', async (t) => {
  const { sfn, clock, executions, start } = client(t);
  for (const name of ['a', 'b', 'c']) {
    await start(name, name === 'b' ? 1 : 60);
    await clock.sleep(2000);
  }
  const listed = async (input: {
    statusFilter?: 'RUNNING';
    maxResults?: number;
    nextToken?: string;
  }) => sfn.send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, ...input }));
  const names = ({ executions: all = [] }: Awaited<ReturnType<typeof listed>>) =>
    all.map(({ name }) => name);
  assert.deepEqual(names(await listed({ statusFilter: 'RUNNING' })), ['c', 'a']);
  const first = await listed({ maxResults: 2 });
  assert.deepEqual(names(first), ['c', 'b']);
  const rest = await listed({
    maxResults: 2,
    ...(first.nextToken && { nextToken: first.nextToken }),
  });
  assert.deepEqual(names(rest), ['a']);
  assert.equal(rest.nextToken, undefined);
  assert.equal((await listed({ maxResults: 3 })).nextToken, undefined);
  await executions.finished('c');
});

test('the SDK reads a history with its details, also backwards', async (t) => {
  const { sfn, executions, start } = client(t);
  await start('first');
  await executions.finished('first');
  const command = new GetExecutionHistoryCommand({ executionArn: FIRST_ARN, maxResults: 3 });
  const { events = [], nextToken } = await sfn.send(command);
  assert.equal(nextToken, '3');
  assert.deepEqual(events, [
    {
      id: 1,
      previousEventId: 0,
      timestamp: new Date('2026-01-01T00:00:00Z'),
      type: 'ExecutionStarted',
      executionStartedEventDetails: { input: '{"seconds":60}', inputDetails: { truncated: false } },
    },
    {
      id: 2,
      previousEventId: 0,
      timestamp: new Date('2026-01-01T00:00:00Z'),
      type: 'WaitStateEntered',
      stateEnteredEventDetails: {
        name: 'Wait',
        input: '{"seconds":60}',
        inputDetails: { truncated: false },
      },
    },
    {
      id: 3,
      previousEventId: 2,
      timestamp: new Date('2026-01-01T00:01:00Z'),
      type: 'WaitStateExited',
      stateExitedEventDetails: {
        name: 'Wait',
        output: '{"seconds":60}',
        outputDetails: { truncated: false },
      },
    },
  ]);
  const backwards = { executionArn: FIRST_ARN, reverseOrder: true, maxResults: 1 };
  const last = await sfn.send(new GetExecutionHistoryCommand(backwards));
  assert.partialDeepStrictEqual(last.events, [{ type: 'ExecutionSucceeded' }]);
});

test("errors arrive as the SDK's own errors", async (t) => {
  const { sfn, executions, start } = client(t);
  const describe = (executionArn: string) =>
    sfn.send(new DescribeExecutionCommand({ executionArn }));
  await assert.rejects(describe(FIRST_ARN), { name: 'ExecutionDoesNotExist' });
  await assert.rejects(describe('arn:of:something:else'), { name: 'ExecutionDoesNotExist' });
  await assert.rejects(start('a b'), { name: 'InvalidName' });
  await start('first');
  await assert.rejects(start('first', 61), { name: 'ExecutionAlreadyExists' });
  const elsewhere = new StartExecutionCommand({ stateMachineArn: 'arn:of:another' });
  await assert.rejects(sfn.send(elsewhere), { name: 'StateMachineDoesNotExist' });
  await executions.finished('first');
});
