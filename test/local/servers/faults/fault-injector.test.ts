import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  forbidden,
  missing,
  unauthorized,
} from '../../../../local/servers/faults/error-responses.ts';
import type { Fault } from '../../../../local/servers/faults/fault-injector.ts';
import { oneUpSte } from '../../../../local/servers/one-up/ste.ts';
import { aCustomer } from '../customer.ts';
import { finished, started } from '../one-up/job.ts';
import { send } from '../send.ts';

const KICK_OFF = '/bulk-data/r4/$export';

async function statuses(faults: readonly Fault[], requests: number) {
  const server = oneUpSte({ ...aCustomer(), faults });
  const seen = [];
  for (let nth = 0; nth < requests; nth += 1) seen.push((await send(server, KICK_OFF)).status);
  return seen;
}

test('a fault is injected as often as it says, then the next one', async () => {
  const faults: Fault[] = [
    { on: 'kick-off', times: 2, intercept: unauthorized },
    { on: 'status', intercept: forbidden },
    { on: 'kick-off', times: 1, intercept: missing },
  ];
  assert.deepEqual(await statuses(faults, 5), [401, 401, 404, 202, 202]);
});

test('a fault without a number is injected always', async () => {
  assert.deepEqual(await statuses([{ on: 'kick-off', intercept: missing }], 3), [404, 404, 404]);
});

test('a fault with a path is injected only there', async () => {
  const faults = [{ on: 'file', path: /Patient_/, intercept: missing }] as const;
  const server = oneUpSte({ ...aCustomer(), faults });
  const { output } = await finished(server);
  for (const { type, file } of output)
    assert.equal((await send(server, file)).status, type === 'Patient' ? 404 : 200);
});

test('a fault that is pushed later is injected from then on', async () => {
  const faults: Fault[] = [];
  const server = oneUpSte({ ...aCustomer(), faults });
  const statusUrl = await started(server);
  faults.push({ on: 'status', times: 1, intercept: forbidden });
  assert.equal((await send(server, statusUrl)).status, 403);
  assert.equal((await send(server, statusUrl)).status, 202);
});

test('two servers with the same faults use them up separately', async () => {
  const faults = [{ on: 'kick-off', times: 1, intercept: missing }] as const;
  assert.deepEqual(await statuses(faults, 2), [404, 202]);
  assert.deepEqual(await statuses(faults, 2), [404, 202]);
});
