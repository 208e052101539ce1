import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { groupOf } from '../../../../local/servers/export/groups.ts';
import { oneUpMte } from '../../../../local/servers/one-up/mte.ts';
import { aCustomer } from '../customer.ts';
import { expected } from '../expected.ts';
import { downloaded, FileList, send } from '../send.ts';

const KICK_OFF = '/bulk-data/r4/$export';

const Claims = z.strictObject({
  start: z.string(),
  end: z.string().optional(),
  total: z.int(),
  userId: z.string(),
});

async function listed(
  server: ReturnType<typeof oneUpMte>,
  path = KICK_OFF,
  headers?: Record<string, string>,
) {
  const { status, text } = await send(server, path, headers ? { headers } : {});
  assert.equal(status, 200);
  return FileList.parse(JSON.parse(text));
}

const tokenOf = (file: string) => file.split('/').at(-1)?.replace('.ndjson', '') ?? '';
const claimsOf = (file: string) =>
  Claims.parse(JSON.parse(Buffer.from(tokenOf(file).split('.')[1] ?? '', 'base64url').toString()));

test('the response to the kick-off is the list of files, with only url', async () => {
  const customer = aCustomer();
  const { status, text } = await send(oneUpMte(customer), `${KICK_OFF}?_type=Patient`);
  assert.equal(status, 200);
  const list = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  assert.deepEqual(Object.keys(list), [
    'transactionTime',
    'request',
    'requiresAccessToken',
    'output',
  ]);
  assert.match(
    text,
    /"output":\[\{"type":"Patient","url":"https:\/\/analytics\.example\/bulk-data\/r4\/\$export\/Patient\/[\w-]+\.[\w-]+\.[\w-]+\.ndjson"\}\]/,
  );
});

test('the files have everything, byte for byte, in each version’s path', async () => {
  const customer = aCustomer();
  const server = oneUpMte({ ...customer, linesPerFile: 30 });
  for (const version of ['dstu2', 'stu3', 'r4']) {
    const { output } = await listed(server, `/bulk-data/${version}/$export`);
    assert.ok(output.every(({ file }) => file.includes(`/bulk-data/${version}/$export/`)));
    assert.deepEqual(
      await downloaded(server, output),
      expected(customer.population, { until: customer.clock.now() }),
    );
  }
});

test('a list is a snapshot: later changes are in the next one, by _since', async () => {
  const customer = aCustomer();
  const server = oneUpMte(customer);
  const first = await listed(server);
  const until = customer.clock.now();
  customer.clock.pass(300);
  assert.deepEqual(
    await downloaded(server, first.output),
    expected(customer.population, { until }),
  );
  const second = await listed(server, `${KICK_OFF}?_since=${first.transactionTime}`);
  const window = { since: until, until: customer.clock.now() };
  assert.deepEqual(await downloaded(server, second.output), expected(customer.population, window));
});

test('links of different types have the same token, and the path decides the type (M7)', async () => {
  const server = oneUpMte({ ...aCustomer(), linesPerFile: 30 });
  const { output } = await listed(server);
  const tokens = output.map(({ file }) => tokenOf(file));
  assert.ok(new Set(tokens).size < tokens.length);
  assert.equal(new Set(output.map(({ file }) => file)).size, output.length);
  const claim = output.find(({ type }) => type === 'Claim')?.file ?? '';
  const encounters = await send(server, claim.replace('/Claim/', '/Encounter/'));
  assert.match(encounters.text, /^\{"resourceType":"Encounter"/);
});

test('a token has its range, its number of lines, and its user', async () => {
  const server = oneUpMte({ ...aCustomer(), linesPerFile: 15 });
  const { output } = await listed(server, `${KICK_OFF}?_type=Patient`);
  assert.deepEqual(
    output.map(({ file }) => claimsOf(file)),
    [
      { start: 'e0', end: 'e14', total: 15, userId: 'client' },
      { start: 'e15', total: 5, userId: 'client' },
    ],
  );
});

test('two exports never share a token', async () => {
  const customer = aCustomer();
  const server = oneUpMte(customer);
  const first = await listed(server);
  customer.clock.pass(300);
  const second = await listed(server);
  const tokens = (list: z.infer<typeof FileList>) =>
    new Set(list.output.map(({ file }) => tokenOf(file)));
  assert.ok(tokens(first).isDisjointFrom(tokens(second)));
});

test('an unknown token is 404', async () => {
  const server = oneUpMte(aCustomer());
  assert.equal((await send(server, '/bulk-data/r4/$export/Patient/a.b.c.ndjson')).status, 404);
});

test('a Bearer token is accepted for a system export and its files, and not for a group', async () => {
  const customer = aCustomer();
  customer.groups.write('g1', groupOf(customer.population.patientIds(3)));
  const server = oneUpMte(customer);
  const headers = { authorization: `Bearer ${customer.accounts.issue().accessToken}` };
  const { output } = await listed(server, KICK_OFF, headers);
  assert.ok((await downloaded(server, output, { headers })).Patient);
  const group = await send(server, '/bulk-data/r4/Group/g1/$export', { headers });
  assert.equal(group.status, 401);
});

test('a group’s files have its members, under a path without Group', async () => {
  const customer = aCustomer();
  const members = customer.population.patientIds(3);
  customer.groups.write('g1', groupOf(members));
  const server = oneUpMte(customer);
  const { output } = await listed(server, '/bulk-data/r4/Group/g1/$export');
  assert.ok(output.every(({ file }) => !file.includes('Group')));
  const window = { until: customer.clock.now(), patients: new Set(members) };
  assert.deepEqual(await downloaded(server, output), expected(customer.population, window));
});
