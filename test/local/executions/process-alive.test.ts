import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { processAlive } from '../../../local/executions/process-alive.ts';

test('this process is there, one that has ended is not', () => {
  assert.equal(processAlive(process.pid), true);
  const { pid } = spawnSync(process.execPath, ['--version']);
  assert.equal(processAlive(pid), false);
});
