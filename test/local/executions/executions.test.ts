import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createExecutions } from '../../../local/executions/executions.ts';
import type { ProcessIdentity } from '../../../local/executions/process-identity.ts';
import type { StatusChange } from '../../../local/executions/status-change.ts';
import { FIRST_ARN, MACHINE_ARN, waitingExecutions, waitingMachine } from './waiting-executions.ts';

const MINUTE = '{"seconds":60}';

test('an execution runs in the background and its record says how it ended', async (t) => {
  const { executions } = waitingExecutions(t);
  const started = await executions.start('first', MINUTE);
  assert.equal(started.status, 'RUNNING');
  assert.deepEqual(await executions.describe('first'), started);
  const ended = {
    ...started,
    status: 'SUCCEEDED',
    output: '"done"',
    stopDate: '2026-01-01T00:01:00.000Z',
    measures: { largestPayloadBytes: 14, longestHistory: 8 },
  };
  assert.deepEqual(await executions.finished('first'), ended);
  assert.deepEqual(await executions.describe('first'), ended);
});

test('a record is one file in the lake, complete at any time', async (t) => {
  const { executions, directory } = waitingExecutions(t);
  await executions.start('first', MINUTE);
  const folder = join(directory, '.sluice', 'executions');
  assert.deepEqual(readdirSync(folder), ['first.json']);
  assert.equal(JSON.parse(readFileSync(join(folder, 'first.json'), 'utf8')).status, 'RUNNING');
  await executions.finished('first');
  assert.deepEqual(readdirSync(folder), ['first.json']);
});

test('the same name and input while it runs is the same execution (F11)', async (t) => {
  const { executions } = waitingExecutions(t);
  const started = await executions.start('first', MINUTE);
  assert.deepEqual(await executions.start('first', MINUTE), started);
  await executions.finished('first');
});

test('a name with another input, or of an execution that has ended, is ExecutionAlreadyExists (F11)', async (t) => {
  const { executions } = waitingExecutions(t);
  await executions.start('first', MINUTE);
  const refused = {
    code: 'ExecutionAlreadyExists',
    message: `Execution Already Exists: '${FIRST_ARN}'`,
  };
  await assert.rejects(executions.start('first', '{"seconds":61}'), refused);
  await executions.finished('first');
  await assert.rejects(executions.start('first', MINUTE), refused);
});

test('names follow the rules of Step Functions (F11)', async (t) => {
  const { executions } = waitingExecutions(t);
  const long = 'x'.repeat(80);
  await executions.start(long, MINUTE);
  await executions.finished(long);
  for (const name of ['', 'x'.repeat(81), 'a b', 'a:b', 'a/b', 'a\u0007b', '..\\b', '<a>'])
    await assert.rejects(executions.start(name, MINUTE), { code: 'InvalidName' }, name);
});

test('an input must be JSON, and no larger than a payload', async (t) => {
  const { executions } = waitingExecutions(t);
  const refused = { code: 'InvalidExecutionInput' };
  await assert.rejects(executions.start('first', '{'), refused);
  await assert.rejects(executions.start('first', `"${'x'.repeat(262_143)}"`), refused);
});

test('a stopped execution is ABORTED with the error and cause of its stop', async (t) => {
  const { executions, clock } = waitingExecutions(t);
  await executions.start('first', MINUTE);
  await clock.sleep(5000);
  const stopped = await executions.stop('first', 'Cancelled', 'by its owner');
  assert.partialDeepStrictEqual(stopped, {
    status: 'ABORTED',
    error: 'Cancelled',
    cause: 'by its owner',
    stopDate: '2026-01-01T00:00:05.000Z',
  });
  assert.deepEqual(await executions.stop('first', 'Again'), stopped);
});

test('an unknown execution cannot be stopped, awaited or read', async (t) => {
  const { executions } = waitingExecutions(t);
  const unknown = {
    code: 'ExecutionDoesNotExist',
    message: `Execution Does Not Exist: '${FIRST_ARN}'`,
  };
  assert.equal(await executions.describe('first'), undefined);
  await assert.rejects(executions.stop('first'), unknown);
  await assert.rejects(executions.finished('first'), unknown);
  await assert.rejects(executions.history('first'), unknown);
});

test('executions are listed by status, the latest first', async (t) => {
  const { executions, clock } = waitingExecutions(t);
  await executions.start('first', '{"seconds":1}');
  await clock.sleep(10_000);
  await executions.start('second', MINUTE);
  const names = async (status?: 'RUNNING') =>
    (await executions.list(status)).map(({ name }) => name);
  assert.deepEqual(await names(), ['second', 'first']);
  assert.deepEqual(await names('RUNNING'), ['second']);
  await executions.finished('second');
  assert.deepEqual(await names('RUNNING'), []);
});

test('a failed execution sends the event of EventBridge before it counts as finished (F3)', async (t) => {
  const events: StatusChange[] = [];
  let isDelivered = false;
  const { executions, clock } = waitingExecutions(t, {
    onStatusChange: async (event) => {
      events.push(event);
      await clock.sleep(1000);
      isDelivered = true;
    },
  });
  await executions.start('first', '{"seconds":60,"error":"Broken"}');
  await executions.finished('first');
  assert.equal(isDelivered, true);
  const { id, ...event } = events[0] ?? assert.fail();
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(event, {
    version: '0',
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: '000000000000',
    time: '2026-01-01T00:01:00.000Z',
    region: 'us-east-1',
    resources: [FIRST_ARN],
    detail: {
      executionArn: FIRST_ARN,
      stateMachineArn: MACHINE_ARN,
      name: 'first',
      status: 'FAILED',
      startDate: Date.parse('2026-01-01T00:00:00Z'),
      stopDate: Date.parse('2026-01-01T00:01:00Z'),
      input: '{"seconds":60,"error":"Broken"}',
      inputDetails: { included: true },
      output: null,
      error: 'Broken',
      cause: 'by request',
    },
  });
});

test('a time-out or an abort sends an event, a success does not', async (t) => {
  const events: string[] = [];
  const { executions } = waitingExecutions(t, {
    onStatusChange: ({ detail }) => void events.push(detail.status),
  });
  await executions.start('long', '{"seconds":99999}');
  assert.equal((await executions.finished('long')).status, 'TIMED_OUT');
  await executions.start('stopped', MINUTE);
  const finished = executions.finished('stopped');
  await executions.stop('stopped');
  await finished;
  await executions.start('fine', MINUTE);
  await executions.finished('fine');
  assert.deepEqual(events, ['TIMED_OUT', 'ABORTED']);
});

test('an error of onStatusChange reaches the caller that waits', async (t) => {
  const onStatusChange = () => Promise.reject(new Error('clean-up failed'));
  const { executions } = waitingExecutions(t, { onStatusChange });
  await executions.start('first', '{"seconds":1,"error":"Broken"}');
  await assert.rejects(executions.finished('first'), /clean-up failed/);
  assert.partialDeepStrictEqual(await executions.describe('first'), { error: 'Broken' });
});

test('an error of the interpreter itself fails the execution', async (t) => {
  const run = () => Promise.reject(new Error('a bug'));
  const { executions } = waitingExecutions(t, { run });
  await executions.start('first', MINUTE);
  const { status, error, cause } = await executions.finished('first');
  assert.deepEqual([status, error], ['FAILED', 'Local.InterpreterFailed']);
  assert.match(cause ?? '', /a bug/);
});

test('a history can be read while its execution runs, and when it has ended', async (t) => {
  const { executions, clock } = waitingExecutions(t);
  await executions.start('first', MINUTE);
  await clock.sleep(1000);
  const types = async () => (await executions.history('first')).map(({ type }) => type);
  assert.deepEqual(await types(), ['ExecutionStarted', 'WaitStateEntered']);
  await executions.finished('first');
  assert.equal((await types()).at(-1), 'ExecutionSucceeded');
});

test('events of child executions are not part of the history', async (t) => {
  const { executions, clock } = waitingExecutions(t, {
    run: async (execution) => {
      const child = { name: 'child', arn: `${FIRST_ARN}/child`, stateMachineArn: MACHINE_ARN };
      const { onEvent } = execution;
      const timestamp = clock.now();
      onEvent(
        { id: 1, previousEventId: 0, timestamp, type: 'ExecutionStarted', details: {} },
        child,
      );
      return waitingMachine(clock)(execution);
    },
  });
  await executions.start('first', MINUTE);
  await clock.sleep(1000);
  assert.equal((await executions.history('first')).length, 2);
  await executions.finished('first');
});

test('an execution of a killed process is ABORTED and blocks nothing', async (t) => {
  const { executions, clock, directory } = waitingExecutions(t, { self: { processId: 1001 } });
  await executions.start('first', MINUTE);
  const settings = { directory, stateMachineArn: MACHINE_ARN, run: waitingMachine(clock), clock };
  const alive = createExecutions({
    ...settings,
    self: { processId: 1002 },
    processAlive: () => true,
  });
  assert.partialDeepStrictEqual(await alive.describe('first'), { status: 'RUNNING' });
  const after = createExecutions({
    ...settings,
    self: { processId: 1002 },
    processAlive: () => false,
  });
  assert.partialDeepStrictEqual(await after.describe('first'), {
    status: 'ABORTED',
    error: 'Local.ProcessGone',
  });
  assert.equal((await after.finished('first')).status, 'ABORTED');
  assert.deepEqual(await after.list('RUNNING'), []);
  await executions.finished('first');
});

test('a process with the number of a killed one does not run its executions', async (t) => {
  const { executions, clock, directory } = waitingExecutions(t, { self: { processId: 1001 } });
  await executions.start('first', MINUTE);
  const settings = { directory, stateMachineArn: MACHINE_ARN, run: waitingMachine(clock), clock };
  const reborn = createExecutions({
    ...settings,
    self: { processId: 1001 },
    processAlive: () => true,
  });
  assert.partialDeepStrictEqual(await reborn.describe('first'), { status: 'ABORTED' });
  await executions.finished('first');
});

test('the check for a running process gets its start time', async (t) => {
  const self = { processId: 1001, processStart: '2002' };
  const { executions, clock, directory } = waitingExecutions(t, { self });
  await executions.start('first', MINUTE);
  const settings = { directory, stateMachineArn: MACHINE_ARN, run: waitingMachine(clock), clock };
  const laterProcess = { ...settings, self: { processId: 1002 } };
  const statusWhere = async (started: string) => {
    const processAlive = ({ processStart }: ProcessIdentity) => processStart === started;
    const record = await createExecutions({ ...laterProcess, processAlive }).describe('first');
    return record?.status;
  };
  assert.equal(await statusWhere('2002'), 'RUNNING');
  assert.equal(await statusWhere('3003'), 'ABORTED');
  await executions.finished('first');
});

test('another process waits for an execution, reads its history, and cannot stop it', async (t) => {
  const { executions, clock, directory } = waitingExecutions(t, { self: { processId: 1001 } });
  const settings = { directory, stateMachineArn: MACHINE_ARN, run: waitingMachine(clock), clock };
  const other = createExecutions({
    ...settings,
    self: { processId: 1002 },
    processAlive: () => true,
  });
  const started = await executions.start('first', MINUTE);
  assert.deepEqual(await other.start('first', MINUTE), started);
  await assert.rejects(other.stop('first'), { code: 'ConflictException' });
  assert.deepEqual(await other.history('first'), []);
  assert.equal((await other.finished('first')).status, 'SUCCEEDED');
  assert.equal((await other.history('first')).length, 8);
});
