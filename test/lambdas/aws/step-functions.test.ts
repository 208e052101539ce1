import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepFunctions } from '../../../lambdas/aws/step-functions.ts';
import { awsWire, jsonCall } from '../../fakes/aws-wire.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice';
const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:sluice:acme-1';
const STARTED = new Date('2026-03-01T03:00:00.000Z');

/** AWS that answers every call alike. */
function answering(status: number, answer: object) {
  const { aws, requests } = awsWire([{ status, body: JSON.stringify(answer) }]);
  return { aws, sent: () => requests.map(jsonCall) };
}

const at = STARTED.getTime() / 1000;

test('an execution is started under the id of its export', async () => {
  const { aws, sent } = answering(200, { executionArn: EXECUTION, startDate: at });
  await stepFunctions(aws, MACHINE).start('acme-1', { source: 'acme', export: 'nightly' });
  const input = '{"source":"acme","export":"nightly"}';
  const start = { stateMachineArn: MACHINE, name: 'acme-1', input };
  assert.deepEqual(sent(), [{ operation: 'StartExecution', input: start }]);
});

test('an id that was used is an error of its own (F11)', async () => {
  const { aws } = answering(400, { __type: 'ExecutionAlreadyExists', message: 'used' });
  const started = stepFunctions(aws, MACHINE).start('acme-1', { source: 'acme' });
  await assert.rejects(started, { name: 'ExecutionAlreadyExists' });
});

test('an execution is described by its status, its times and what it returned', async () => {
  const described = { status: 'SUCCEEDED', startDate: at, stopDate: at + 60, output: '{}' };
  const { aws, sent } = answering(200, { executionArn: EXECUTION, ...described });
  assert.deepEqual(await stepFunctions(aws, MACHINE).describe('acme-1'), {
    status: 'SUCCEEDED',
    startedAt: STARTED,
    stoppedAt: new Date('2026-03-01T03:01:00.000Z'),
    output: '{}',
  });
  const input = { executionArn: EXECUTION };
  assert.deepEqual(sent(), [{ operation: 'DescribeExecution', input }]);
});

test('an execution that waits to be redriven is running', async () => {
  const { aws } = answering(200, { status: 'PENDING_REDRIVE', startDate: at });
  const execution = await stepFunctions(aws, MACHINE).describe('acme-1');
  assert.deepEqual(execution, { status: 'RUNNING', startedAt: STARTED });
});

test('an execution that does not exist is undefined', async () => {
  const { aws } = answering(400, { __type: 'ExecutionDoesNotExist', message: 'none' });
  assert.equal(await stepFunctions(aws, MACHINE).describe('acme-1'), undefined);
});

test('a description that is denied is an error, and not a missing execution', async () => {
  const { aws } = answering(400, { __type: 'AccessDeniedException', message: 'no' });
  const described = stepFunctions(aws, MACHINE).describe('acme-1');
  await assert.rejects(described, { name: 'AccessDeniedException' });
});

test('a stop carries its error and its cause', async () => {
  const { aws, sent } = answering(200, { stopDate: at });
  await stepFunctions(aws, MACHINE).stop('acme-1', 'Cancelled', 'by a caller');
  const input = { executionArn: EXECUTION, error: 'Cancelled', cause: 'by a caller' };
  assert.deepEqual(sent(), [{ operation: 'StopExecution', input }]);
});

test('the version of a state machine is no part of the ARN of its executions (F13)', async () => {
  const { aws, sent } = answering(200, { status: 'RUNNING', startDate: at });
  await stepFunctions(aws, `${MACHINE}:7`).describe('acme-1');
  assert.deepEqual(sent()[0]?.input, { executionArn: EXECUTION });
});
