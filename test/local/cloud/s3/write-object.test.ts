import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { withFolder } from '../local-cloud.ts';

const KEYS = 200;

/** Creates every key unless it is there, and prints how many it created. */
const program = `
  import { createCloud } from ${JSON.stringify(import.meta.resolve('../../../../local/cloud/cloud.ts'))};
  const cloud = createCloud({ directory: process.argv[1], bucket: 'lake', jsonApis: {} });
  let created = 0;
  for (let i = 0; i < ${KEYS}; i += 1) {
    const url = new URL('http://cloud.invalid/lake/keys/' + i);
    const headers = { 'if-none-match': '*' };
    const { status } = await cloud({ method: 'PUT', url, headers, body: Buffer.from('x') });
    if (status === 200) created += 1;
  }
  process.stdout.write(String(created));
`;

async function createAll(directory: string): Promise<number> {
  const run = ['--input-type=module', '--eval', program, directory];
  const child = spawn(process.execPath, run, { stdio: ['ignore', 'pipe', 'inherit'] });
  return Number(await text(child.stdout));
}

test('of concurrent creates in two processes exactly one succeeds, for each of 200 keys', () =>
  withFolder(async (directory) => {
    const created = await Promise.all([createAll(directory), createAll(directory)]);
    assert.equal(created[0] + created[1], KEYS);
  }));
