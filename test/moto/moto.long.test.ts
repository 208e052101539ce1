import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { inRepository } from '../../infra/functions/repository.ts';

const isHere = spawnSync('moto_server', ['--help']).status === 0;
const skip = isHere ? false : 'moto is not on this machine: .ci/run installs it by pip';

test('moto answers as the local cloud and the interpreter do, or it is explained why not', {
  skip,
}, async () => {
  const program = inRepository('test/moto/run.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  assert.match(stdout, /\d+ of \d+ agree, \d+ differ as explained/);
});
