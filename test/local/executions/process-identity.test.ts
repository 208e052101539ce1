import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { processAlive, thisProcess } from '../../../local/executions/process-identity.ts';

test('this process is there, one that has ended is not', () => {
  assert.equal(processAlive(thisProcess()), true);
  const { pid } = spawnSync(process.execPath, ['--version']);
  assert.equal(processAlive({ processId: pid }), false);
});

test('where nobody wrote down when a process began, its number alone decides', () => {
  assert.equal(processAlive({ processId: process.pid }), true);
});

const onLinux = { skip: process.platform !== 'linux' };

test('a later process of the same number is another one', onLinux, () => {
  assert.equal(processAlive({ processId: process.pid, processStart: '1' }), false);
});

test('a process that began later says so', onLinux, () => {
  const module = new URL('../../../local/executions/process-identity.ts', import.meta.url);
  const script = `import { thisProcess } from '${module}'; process.stdout.write(thisProcess().processStart);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  assert.ok(Number(stdout.toString()) > Number(thisProcess().processStart));
});

test('the start of a process does not hang on its name', onLinux, (t) => {
  const { title } = process;
  t.after(() => {
    process.title = title;
  });
  const before = thisProcess();
  assert.match(before.processStart ?? '', /^\d+$/);
  process.title = 'a) b (c';
  assert.deepEqual(thisProcess(), before);
});
