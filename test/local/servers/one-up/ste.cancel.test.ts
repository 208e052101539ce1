import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneUpSte } from '../../../../local/servers/one-up/ste.ts';
import { aCustomer } from '../customer.ts';
import { send } from '../send.ts';
import { started } from './job.ts';

test('where DELETE is supported, the job is 404 after it', async () => {
  const server = oneUpSte(aCustomer());
  const statusUrl = await started(server);
  assert.equal((await send(server, statusUrl, { method: 'DELETE' })).status, 202);
  assert.equal((await send(server, statusUrl)).status, 404);
  assert.equal((await send(server, statusUrl, { method: 'DELETE' })).status, 404);
});

test('where DELETE is not supported, it is refused and the job continues (O5)', async () => {
  for (const cancel of [403, 404] as const) {
    const server = oneUpSte({ ...aCustomer(), cancel });
    const statusUrl = await started(server);
    assert.equal((await send(server, statusUrl, { method: 'DELETE' })).status, cancel);
    assert.equal((await send(server, statusUrl)).status, 202);
  }
});
