import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { Group, groupOf } from '../../../../local/servers/export/groups.ts';
import { fhirApi } from '../../../../local/servers/one-up/fhir-api.ts';
import { oneUpMte } from '../../../../local/servers/one-up/mte.ts';
import { aCustomer } from '../customer.ts';
import { expected } from '../expected.ts';
import { codeOf, downloaded, FileList, send } from '../send.ts';

const put = (group: object, id: string) => ({
  method: 'PUT',
  body: JSON.stringify({ ...group, id }),
});

test('a group is created under an id of the server’s, and can be read there', async () => {
  const api = fhirApi(aCustomer());
  const body = JSON.stringify({ ...groupOf(['pat-1']), name: 'Überweisungen' });
  const created = await send(api, '/r4/Group', { method: 'POST', body });
  assert.equal(created.status, 200);
  const { id } = z.looseObject({ id: z.string() }).parse(JSON.parse(created.text));
  const found = await send(api, `/r4/Group/${id}`);
  assert.equal(found.status, 200);
  assert.deepEqual(JSON.parse(found.text), { ...JSON.parse(body), id });
});

test('two groups get two ids', async () => {
  const api = fhirApi(aCustomer());
  const asked = { method: 'POST', body: JSON.stringify(groupOf([])) };
  const ids = [await send(api, '/r4/Group', asked), await send(api, '/r4/Group', asked)].map(
    ({ text }) => Group.parse(JSON.parse(text)).id,
  );
  assert.notEqual(ids[0], ids[1]);
});

test('PUT creates a group under the id of the path with 201, and replaces it with 200', async () => {
  const api = fhirApi(aCustomer());
  assert.equal((await send(api, '/r4/Group/g1', put(groupOf(['pat-1']), 'g1'))).status, 201);
  assert.equal((await send(api, '/r4/Group/g1', put(groupOf(['pat-2']), 'g1'))).status, 200);
  const { text } = await send(api, '/r4/Group/g1');
  assert.deepEqual(Group.parse(JSON.parse(text)).member, groupOf(['pat-2']).member);
});

test('an unknown group is 404 with an OperationOutcome', async () => {
  const missing = await send(fhirApi(aCustomer()), '/r4/Group/nobody');
  assert.deepEqual([missing.status, codeOf(missing)], [404, 'not-found']);
});

test('another resource than a group of patients is 400 and not stored', async () => {
  const api = fhirApi(aCustomer());
  const devices = { ...groupOf([]), member: [{ entity: { reference: 'Device/1' } }] };
  const bodies = [
    '',
    '[]',
    '{"resourceType":"Patient","id":"g1"}',
    put(devices, 'g1').body,
    put(groupOf([]), 'g2').body,
  ];
  for (const body of bodies)
    assert.equal((await send(api, '/r4/Group/g1', { method: 'PUT', body })).status, 400, body);
  assert.equal((await send(api, '/r4/Group/g1')).status, 404);
});

test('10,000 members are accepted and one more is 400', async () => {
  const api = fhirApi(aCustomer());
  const members = Array.from({ length: 10_001 }, (_, nth) => `p${nth}`);
  const taken = await send(api, '/r4/Group/g', put(groupOf(members.slice(1)), 'g'));
  assert.equal(taken.status, 201);
  const refused = await send(api, '/r4/Group/g', put(groupOf(members), 'g'));
  assert.deepEqual([refused.status, codeOf(refused)], [400, 'too-long']);
});

test('a group over 400 KB is refused with 400', async () => {
  const api = fhirApi(aCustomer());
  const sized = (bytes: number) => {
    const empty = put({ ...groupOf(['pat-1']), name: '' }, 'g').body.length;
    return put({ ...groupOf(['pat-1']), name: 'x'.repeat(bytes - empty) }, 'g');
  };
  assert.equal((await send(api, '/r4/Group/g', sized(400 * 1024))).status, 201);
  assert.equal((await send(api, '/r4/Group/g', sized(400 * 1024 + 1))).status, 400);
});

test('a request needs client headers or a Bearer token', async () => {
  const customer = aCustomer();
  const api = fhirApi(customer);
  const bearer = { authorization: `Bearer ${customer.accounts.issue().accessToken}` };
  assert.equal((await send(api, '/r4/Group/g1', { headers: {} })).status, 401);
  assert.equal((await send(api, '/r4/Group/g1', { headers: bearer })).status, 404);
});

test('an export of the group has its members, also inactive and past ones', async () => {
  const customer = aCustomer();
  const members = customer.population.patientIds(2);
  const member = groupOf(members).member.map((one, nth) =>
    nth === 0 ? { ...one, inactive: true } : { ...one, period: { end: '2020-01-01' } },
  );
  await send(fhirApi(customer), '/r4/Group/g1', put({ ...groupOf([]), member }, 'g1'));
  const server = oneUpMte(customer);
  const { text } = await send(server, '/bulk-data/r4/Group/g1/$export');
  const { output } = FileList.parse(JSON.parse(text));
  const window = { until: customer.clock.now(), patients: new Set(members) };
  assert.deepEqual(await downloaded(server, output), expected(customer.population, window));
});
