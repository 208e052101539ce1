import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneUpSte } from '../../../../local/servers/one-up/ste.ts';
import { aCustomer } from '../customer.ts';
import { expected } from '../expected.ts';
import { codeOf, downloaded, FileList, send } from '../send.ts';
import { finished, Status, started } from './job.ts';

const parsed = (answer: { text: string }) => Status.parse(JSON.parse(answer.text));

test('batches advance with each poll until the job is done and lists its files', async () => {
  const server = oneUpSte({
    ...aCustomer(),
    duration: { polls: 3, seconds: 1e9 },
    linesPerFile: 50,
  });
  const statusUrl = await started(server);
  const seen = [];
  for (let poll = 0; poll < 4; poll += 1) seen.push(parsed(await send(server, statusUrl)));
  const total = seen[0]?.batches.total ?? 0;
  assert.ok(total > 20);
  assert.deepEqual(
    seen.map(({ status }) => status),
    ['In Progress', 'In Progress', 'Successful', 'Successful'],
  );
  assert.deepEqual(
    seen.map(({ batches }) => batches.complete),
    [Math.floor(total / 3), Math.floor((2 * total) / 3), total, total],
  );
  for (const { batches, status, output } of seen) {
    assert.equal(batches.running + batches.complete + batches.failed, total);
    assert.equal(output?.length, status === 'Successful' ? total : undefined);
  }
});

test('batches advance with time, too', async () => {
  const customer = aCustomer();
  const server = oneUpSte({ ...customer, duration: { polls: 1e9, seconds: 7 * 24 * 3600 } });
  const statusUrl = await started(server);
  customer.clock.pass(3.5 * 24 * 3600);
  const { batches, status } = parsed(await send(server, statusUrl));
  assert.equal(status, 'In Progress');
  assert.equal(batches.complete, Math.floor(batches.total / 2));
  customer.clock.pass(3.5 * 24 * 3600);
  assert.equal(parsed(await send(server, statusUrl)).status, 'Successful');
});

test('the status of a running job is 202 or 200 as configured, with the same body', async () => {
  for (const runningStatus of [200, 202] as const) {
    const server = oneUpSte({ ...aCustomer(), runningStatus });
    const answer = await send(server, await started(server));
    assert.equal(answer.status, runningStatus);
    assert.equal(parsed(answer).status, 'In Progress');
  }
});

test('a finished job has its request, its time, and its number of resources', async () => {
  const customer = aCustomer();
  const server = oneUpSte({ ...customer, duration: { polls: 1, seconds: 1 } });
  const statusUrl = await started(server, '/bulk-data/r4/$export?_type=Patient,Encounter');
  const until = customer.clock.now();
  customer.clock.pass(60);
  const status = parsed(await send(server, statusUrl));
  const { population } = customer;
  assert.equal(
    status.resourceCount,
    population.count('Patient', { until }) + population.count('Encounter', { until }),
  );
  assert.equal(status.transactionTime, until.toISOString());
  assert.equal(
    status.request,
    'https://analytics.example/bulk-data/r4/$export?_type=Patient,Encounter',
  );
  assert.equal(status.lastUpdated, customer.clock.now().toISOString());
});

test('a job’s data is that of its kick-off, and never expires', async () => {
  const customer = aCustomer();
  const server = oneUpSte(customer);
  const until = customer.clock.now();
  const statusUrl = await started(server);
  customer.clock.pass(400 * 24 * 3600);
  const { output } = FileList.parse(JSON.parse((await send(server, statusUrl)).text));
  customer.clock.pass(400 * 24 * 3600);
  assert.deepEqual(await downloaded(server, output), expected(customer.population, { until }));
});

test('links are under file, absolute, on the origin of the files, several for a large type', async () => {
  const fileOrigin = () => 'http://analytics2.example';
  const server = oneUpSte({ ...aCustomer(), fileOrigin, linesPerFile: 100 });
  const { output } = await finished(server);
  assert.ok(output.filter(({ type }) => type === 'Observation').length > 3);
  assert.equal(new Set(output.map(({ file }) => file)).size, output.length);
  for (const { type, file } of output)
    assert.match(
      file,
      new RegExp(
        `^http://analytics2.example/bulk-data/r4/\\$export/file/${type}_[0-9a-f]{8}.ndjson$`,
      ),
    );
});

test('an export without news is successful at once and lists nothing (M1)', async () => {
  const customer = aCustomer();
  const server = oneUpSte(customer);
  const since = customer.clock.now().toISOString();
  const answer = await send(server, await started(server, `/bulk-data/r4/$export?_since=${since}`));
  assert.equal(answer.status, 200);
  assert.deepEqual(parsed(answer).output, []);
});

test('an unknown job is 404 (P5)', async () => {
  const answer = await send(oneUpSte(aCustomer()), '/bulk-data/r4/$export/job/none');
  assert.equal(answer.status, 404);
  assert.equal(codeOf(answer), 'not-found');
});

test('a failing job fails halfway and lists nothing (P9)', async () => {
  const faults = [{ on: 'job', times: 1, failure: 'fails' }] as const;
  const server = oneUpSte({ ...aCustomer(), faults, duration: { polls: 4, seconds: 1e9 } });
  const statusUrl = await started(server);
  assert.equal(parsed(await send(server, statusUrl)).status, 'In Progress');
  const answer = await send(server, statusUrl);
  const { status, batches, output } = parsed(answer);
  assert.deepEqual([answer.status, status, output], [200, 'Failed', undefined]);
  assert.equal(batches.complete + batches.failed, batches.total);
  assert.ok(batches.failed > 0);
  await finished(server);
});

test('a forgotten job is 404 halfway (P5)', async () => {
  const faults = [{ on: 'job', failure: 'forgotten' }] as const;
  const server = oneUpSte({ ...aCustomer(), faults, duration: { polls: 4, seconds: 1e9 } });
  const statusUrl = await started(server);
  assert.equal((await send(server, statusUrl)).status, 202);
  for (let poll = 0; poll < 2; poll += 1) assert.equal((await send(server, statusUrl)).status, 404);
});
