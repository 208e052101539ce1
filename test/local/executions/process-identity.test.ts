import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { processAlive, thisProcess } from '../../../local/executions/process-identity.ts';

test('this process is running, one that has ended is not', () => {
  assert.equal(processAlive(thisProcess()), true);
  const { pid } = spawnSync(process.execPath, ['--version']);
  assert.equal(processAlive({ processId: pid }), false);
});

test('without a recorded start time, the number alone decides', () => {
  assert.equal(processAlive({ processId: process.pid }), true);
});

const onLinux = { skip: process.platform !== 'linux' };

test('a later process with the same number is a different one', onLinux, () => {
  assert.equal(processAlive({ processId: process.pid, processStart: '1' }), false);
});

test('a process that started later has a later start time', onLinux, () => {
  const module = new URL('../../../local/executions/process-identity.ts', import.meta.url);
  const script = `import { thisProcess } from '${module}'; process.stdout.write(thisProcess().processStart);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  assert.ok(Number(stdout.toString()) > Number(thisProcess().processStart));
});

test('the start time of a process does not depend on its name', onLinux, (t) => {
  const { title } = process;
  t.after(() => {
    process.title = title;
  });
  const before = thisProcess();
  assert.match(before.processStart ?? '', /^\d+$/);
  process.title = 'a) b (c';
  assert.deepEqual(thisProcess(), before);
});
