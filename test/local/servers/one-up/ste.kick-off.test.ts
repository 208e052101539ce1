import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupOf } from '../../../../local/servers/export/groups.ts';
import { oneUpSte } from '../../../../local/servers/one-up/ste.ts';
import { aCustomer, clientHeaders } from '../customer.ts';
import { expected } from '../expected.ts';
import { codeOf, downloaded, send } from '../send.ts';
import { finished } from './job.ts';

const KICK_OFF = '/bulk-data/r4/$export';

test('a kick-off is 202 with the status URL in Content-Location and in the body', async () => {
  const { status, headers, text } = await send(oneUpSte(aCustomer()), KICK_OFF);
  assert.equal(status, 202);
  const statusUrl = headers['content-location'] ?? '';
  assert.match(
    statusUrl,
    /^https:\/\/analytics\.example\/bulk-data\/r4\/\$export\/job\/[0-9a-f-]{36}$/,
  );
  assert.deepEqual(JSON.parse(text), { id: statusUrl.split('/').at(-1), statusUrl });
});

test('two kick-offs start two jobs', async () => {
  const server = oneUpSte(aCustomer());
  assert.notEqual((await send(server, KICK_OFF)).text, (await send(server, KICK_OFF)).text);
});

test('without parameters everything is exported, byte for byte', async () => {
  const customer = aCustomer();
  const server = oneUpSte({ ...customer, linesPerFile: 100 });
  const { output } = await finished(server);
  assert.deepEqual(
    await downloaded(server, output),
    expected(customer.population, { until: customer.clock.now() }),
  );
});

test('_type narrows the export to a list of types, in any case', async () => {
  const server = oneUpSte(aCustomer());
  for (const types of ['Patient,Observation', 'patient,OBSERVATION', 'Observation,Basic,Patient']) {
    const { output } = await finished(server, `${KICK_OFF}?_type=${types}`);
    assert.deepEqual(new Set(output.map(({ type }) => type)), new Set(['Patient', 'Observation']));
  }
});

test('a server that is exact about types refuses a lower-case one with 400', async () => {
  const server = oneUpSte({ ...aCustomer(), typeCase: 'exact' });
  const refused = await send(server, `${KICK_OFF}?_type=patient`);
  assert.equal(refused.status, 400);
  assert.equal(codeOf(refused), 'value');
  assert.equal((await send(server, `${KICK_OFF}?_type=Patient`)).status, 202);
});

test('_since is strict: what was updated at that very instant is not exported again', async () => {
  const customer = aCustomer();
  const server = oneUpSte(customer);
  const { transactionTime } = await finished(server);
  customer.clock.pass(60);
  const { output } = await finished(server, `${KICK_OFF}?_since=${transactionTime}`);
  const window = { since: new Date(transactionTime), until: customer.clock.now() };
  assert.deepEqual(await downloaded(server, output), expected(customer.population, window));
  assert.equal(customer.population.count('Encounter', window), 2);
});

test('_since may be a date or an instant with an offset', async () => {
  const customer = aCustomer();
  const server = oneUpSte(customer);
  for (const since of ['2025-09-01', encodeURIComponent('2025-09-01T02:00:00+02:00')]) {
    const { output } = await finished(server, `${KICK_OFF}?_since=${since}`);
    assert.deepEqual(
      await downloaded(server, output),
      expected(customer.population, {
        since: new Date('2025-09-01T00:00:00Z'),
        until: customer.clock.now(),
      }),
    );
  }
});

test('an invalid _since or _type is 400 (K8)', async () => {
  const server = oneUpSte(aCustomer());
  for (const query of [
    '_since=yesterday',
    '_since=2026-13-01',
    '_since=',
    '_type=../../x',
    '_type=',
  ])
    assert.equal((await send(server, `${KICK_OFF}?${query}`)).status, 400, query);
});

test('a group export has its members’ compartments, byte for byte', async () => {
  const customer = aCustomer();
  const members = customer.population.patientIds(4);
  customer.groups.write('g1', groupOf(members));
  const server = oneUpSte(customer);
  const { output } = await finished(server, '/bulk-data/r4/Group/g1/$export');
  const window = { until: customer.clock.now(), patients: new Set(members) };
  assert.deepEqual(await downloaded(server, output), expected(customer.population, window));
});

test('an unknown group is 404 with an OperationOutcome', async () => {
  const refused = await send(oneUpSte(aCustomer()), '/bulk-data/r4/Group/nobody/$export');
  assert.equal(refused.status, 404);
  assert.equal(codeOf(refused), 'not-found');
});

test('a kick-off without a credential, or with an incomplete one, is 401 (K1)', async () => {
  const server = oneUpSte(aCustomer());
  const { 'x-oneup-user-id': _, ...withoutUser } = clientHeaders;
  const wrong = { ...clientHeaders, client_secret: 'other-word' };
  for (const headers of [{}, withoutUser, wrong, { authorization: 'Bearer nothing' }])
    assert.equal((await send(server, KICK_OFF, { headers })).status, 401);
});
