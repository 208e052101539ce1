import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryExecutions } from './memory-executions.ts';

const START = { source: 'acme' };

test('an execution runs from its start, and an unknown one is undefined', async () => {
  const executions = memoryExecutions(() => new Date(0));
  assert.equal(await executions.describe('acme-1'), undefined);
  await executions.start('acme-1', START);
  const running = { status: 'RUNNING', startedAt: new Date(0) };
  assert.deepEqual(await executions.describe('acme-1'), running);
});

test('the same name and input while it runs is the same execution (F11)', async () => {
  const executions = memoryExecutions();
  await executions.start('acme-1', START);
  await executions.start('acme-1', START);
  assert.equal(executions.inputs.size, 1);
});

test('a name with another input, or after its end, is taken (F11)', async () => {
  const executions = memoryExecutions();
  await executions.start('acme-1', START);
  const other = executions.start('acme-1', { source: 'birch' });
  await assert.rejects(other, { name: 'ExecutionAlreadyExists' });
  executions.end('acme-1', { status: 'SUCCEEDED' });
  await assert.rejects(executions.start('acme-1', START), { name: 'ExecutionAlreadyExists' });
});

test('a stop aborts a running execution and does not change one that has ended', async () => {
  const executions = memoryExecutions();
  await executions.start('acme-1', START);
  await executions.stop('acme-1', 'Cancelled', 'by a caller');
  assert.equal((await executions.describe('acme-1'))?.status, 'ABORTED');
  await executions.start('acme-2', START);
  executions.end('acme-2', { status: 'SUCCEEDED' });
  await executions.stop('acme-2', 'Cancelled', 'by a caller');
  assert.equal((await executions.describe('acme-2'))?.status, 'SUCCEEDED');
});

test('a stop of an unknown execution is an error', async () => {
  const stopped = memoryExecutions().stop('acme-1', 'Cancelled', 'by a caller');
  await assert.rejects(stopped, { name: 'ExecutionDoesNotExist' });
});
