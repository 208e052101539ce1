import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { groupOf } from '../../../../local/servers/export/groups.ts';
import {
  type OneUpGatewayOptions,
  oneUpGateway,
} from '../../../../local/servers/one-up/gateway.ts';
import { aCustomer } from '../customer.ts';
import { expected } from '../expected.ts';
import { codeOf, downloaded, FileList, type RequestOptions, send } from '../send.ts';

const BASE = '/v1/acme/bulk-export/bulk-data/r4';
const TOKEN = '/auth/realms/acme/protocol/openid-connect/token';

function aGateway(options: Partial<OneUpGatewayOptions> = {}) {
  const customer = aCustomer({ tokenSeconds: 300 });
  const server = oneUpGateway({ ...customer, customer: 'acme', ...options });
  const headers = { authorization: `Bearer ${customer.accounts.issue().accessToken}` };
  const asked = (link: string, more: RequestOptions = {}) =>
    send(server, link, { headers, ...more });
  return { ...customer, server, headers, asked };
}

const form = (fields: Record<string, string>): RequestOptions => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

async function polled({ asked }: ReturnType<typeof aGateway>, path: string) {
  const { status, headers } = await asked(path);
  assert.equal(status, 202);
  for (let polls = 0; polls < 10; polls += 1) {
    const answer = await asked(headers['content-location'] ?? '');
    if (answer.status === 200) return FileList.parse(JSON.parse(answer.text));
    assert.equal(answer.status, 202);
  }
  throw new Error('never done');
}

test('a token by client credentials is valid for a few minutes, with Keycloak’s response', async () => {
  const gateway = aGateway();
  const credentials = { client_id: 'test-client', client_secret: 'test-word' };
  const { text } = await send(
    gateway.server,
    TOKEN,
    form({ ...credentials, grant_type: 'client_credentials' }),
  );
  const granted = z.looseObject({ access_token: z.string() }).parse(JSON.parse(text));
  assert.equal(granted.expires_in, 300);
  assert.equal(granted.token_type, 'Bearer');
  assert.equal(granted.refresh_token, undefined);
  const headers = { authorization: `Bearer ${granted.access_token}` };
  assert.equal((await send(gateway.server, `${BASE}/$export`, { headers })).status, 202);
  gateway.clock.pass(300);
  assert.equal((await send(gateway.server, `${BASE}/$export`, { headers })).status, 401);
});

test('the token endpoint refuses as Keycloak does, and another realm is 404', async () => {
  const { server } = aGateway();
  const wrong = await send(server, TOKEN, form({ client_id: 'test-client', client_secret: 'x' }));
  assert.equal(wrong.status, 401);
  assert.match(wrong.text, /^\{"error":"invalid_client","error_description"/);
  const good = { client_id: 'test-client', client_secret: 'test-word' };
  const grant = await send(server, TOKEN, form({ ...good, grant_type: 'password' }));
  assert.equal(grant.status, 400);
  assert.match(grant.text, /"unsupported_grant_type"/);
  assert.equal((await send(server, TOKEN.replace('acme', 'other'), form(good))).status, 404);
});

test('client headers are not accepted', async () => {
  const { server } = aGateway();
  assert.equal((await send(server, `${BASE}/$export`)).status, 401);
});

test('in mode job, an export is polled and lists its files under url, byte for byte', async () => {
  const gateway = aGateway();
  const { output } = await polled(gateway, `${BASE}/$export`);
  assert.deepEqual(
    await downloaded(gateway.server, output, gateway),
    expected(gateway.population, { until: gateway.clock.now() }),
  );
});

test('in mode list, the response to a kick-off is the list of files', async () => {
  const gateway = aGateway({ mode: 'list' });
  const { status, text } = await gateway.asked(`${BASE}/$export?_type=Patient,Claim`);
  assert.equal(status, 200);
  const { output } = FileList.parse(JSON.parse(text));
  assert.deepEqual(
    await downloaded(gateway.server, output, gateway),
    expected(gateway.population, { until: gateway.clock.now() }, ['Claim', 'Patient']),
  );
});

test('a type in the path exports only that type', async () => {
  const gateway = aGateway();
  const { output } = await polled(gateway, `${BASE}/ExplanationOfBenefit`);
  assert.deepEqual(new Set(output.map(({ type }) => type)), new Set(['ExplanationOfBenefit']));
  assert.equal((await gateway.asked(`${BASE}/nothing`)).status, 404);
});

test('a group export has the members', async () => {
  const gateway = aGateway();
  const members = gateway.population.patientIds(3);
  gateway.groups.write('g1', groupOf(members));
  const { output } = await polled(gateway, `${BASE}/Group/g1/$export`);
  const window = { until: gateway.clock.now(), patients: new Set(members) };
  assert.deepEqual(
    await downloaded(gateway.server, output, gateway),
    expected(gateway.population, window),
  );
});

test('POST and DELETE are 403 (K15, O5)', async () => {
  const { asked } = aGateway();
  const { headers } = await asked(`${BASE}/$export`);
  const statusUrl = headers['content-location'] ?? '';
  assert.equal((await asked(`${BASE}/$export`, { method: 'POST' })).status, 403);
  assert.equal((await asked(statusUrl, { method: 'DELETE' })).status, 403);
  assert.equal((await asked(statusUrl)).status, 202);
});

test('PUT retries a job that has failed, and the retry succeeds', async () => {
  const faults = [{ on: 'job', times: 1, failure: 'fails' }] as const;
  const { asked } = aGateway({ faults, duration: { polls: 2, seconds: 1e9 } });
  const { headers } = await asked(`${BASE}/$export`);
  const statusUrl = headers['content-location'] ?? '';
  assert.match((await asked(statusUrl)).text, /"status":"Failed"/);
  const retried = await asked(statusUrl, { method: 'PUT' });
  assert.deepEqual([retried.status, retried.headers['content-location']], [202, statusUrl]);
  assert.match((await asked(statusUrl)).text, /"status":"In Progress"/);
  assert.match((await asked(statusUrl)).text, /"status":"Successful"/);
});

test('PUT on a job that has not failed is refused', async () => {
  const { asked } = aGateway();
  const { headers } = await asked(`${BASE}/$export`);
  const refused = await asked(headers['content-location'] ?? '', { method: 'PUT' });
  assert.deepEqual([refused.status, codeOf(refused)], [409, 'conflict']);
});
