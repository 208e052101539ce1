import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { oneUpSte } from '../../../../local/servers/one-up/ste.ts';
import { aCustomer, clientHeaders } from '../customer.ts';
import { send } from '../send.ts';
import { finished, started } from './job.ts';

const Pair = z.object({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.number(),
  refresh_token: z.string(),
});

const refresh = (server: ReturnType<typeof oneUpSte>, form: Record<string, string>) =>
  send(server, '/oauth2/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      client_id: 'test-client',
      client_secret: 'test-word',
      grant_type: 'refresh_token',
      ...form,
    }).toString(),
  });

test('a refresh token gives a Bearer token for two hours, and is then invalid (K1)', async () => {
  const customer = aCustomer();
  const server = oneUpSte(customer);
  const granted = await refresh(server, { refresh_token: 'first-refresh-word' });
  const pair = Pair.parse(JSON.parse(granted.text));
  assert.equal(pair.expires_in, 7200);
  const again = await refresh(server, { refresh_token: 'first-refresh-word' });
  assert.deepEqual([again.status, JSON.parse(again.text)], [400, { error: 'invalid_grant' }]);
  const next = await refresh(server, { refresh_token: pair.refresh_token });
  assert.equal(next.status, 200);
  assert.notEqual(Pair.parse(JSON.parse(next.text)).access_token, pair.access_token);
});

test('the token endpoint refuses another client and another grant', async () => {
  const server = oneUpSte(aCustomer());
  const other = await refresh(server, { client_secret: 'other-word' });
  assert.deepEqual([other.status, JSON.parse(other.text)], [401, { error: 'invalid_client' }]);
  const grant = await refresh(server, { grant_type: 'password' });
  assert.deepEqual(
    [grant.status, JSON.parse(grant.text)],
    [400, { error: 'unsupported_grant_type' }],
  );
});

test('a Bearer token is accepted for kick-off and status until it expires (P6)', async () => {
  const customer = aCustomer({ tokenSeconds: 600 });
  const server = oneUpSte(customer);
  const { accessToken } = customer.accounts.issue();
  const headers = { authorization: `bearer ${accessToken}` };
  const kickedOff = await send(server, '/bulk-data/r4/$export', { headers });
  assert.equal(kickedOff.status, 202);
  const statusUrl = kickedOff.headers['content-location'] ?? '';
  customer.clock.pass(599.999);
  assert.equal((await send(server, statusUrl, { headers })).status, 200);
  customer.clock.pass(0.001);
  assert.equal((await send(server, statusUrl, { headers })).status, 401);
});

test('files require client headers, and are NDJSON', async () => {
  const customer = aCustomer();
  const server = oneUpSte(customer);
  const { output } = await finished(server);
  const file = output[0]?.file ?? '';
  const served = await send(server, file);
  assert.equal(served.headers['content-type'], 'application/fhir+ndjson');
  const headers = { authorization: `Bearer ${customer.accounts.issue().accessToken}` };
  assert.equal((await send(server, file, { headers })).status, 401);
  assert.equal((await send(server, file.replace(/_\w{8}/, '_00000000'))).status, 404);
});

test('every request is recorded, also the refused ones', async () => {
  const server = oneUpSte(aCustomer());
  await started(server);
  await send(server, '/elsewhere', { method: 'PUT', headers: { a: 'b' }, body: 'c' });
  assert.deepEqual(
    server.requests.map(({ method, url, headers }) => [method, url.pathname, headers]),
    [
      ['GET', '/bulk-data/r4/$export', clientHeaders],
      ['PUT', '/elsewhere', { a: 'b' }],
    ],
  );
  assert.equal(server.requests[1]?.body, 'c');
});
