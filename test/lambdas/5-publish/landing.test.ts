import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportLogPrefix, scopeKeys, typePrefix } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { aRequest, EXPORT_DATE, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { publishWorld } from './publish-world.ts';

/** Where the data of an export lies, and which part of the server's data it is. */

const EARLIER = 'acme-20261121T030000Z-000000';

test('a resuming export is published under the id of the export it resumes, where its data lies', async () => {
  const { publish, json, catalog, storage } = await publishWorld({
    job: { dataExportId: EARLIER },
  });
  assert.equal((await publish()).files, 3);
  const { exportId, dataExportId } = await json(keys.commit);
  assert.deepEqual([exportId, dataExportId], [EXPORT_ID, EARLIER]);
  for (const { table, values, prefix } of catalog.partitions) {
    assert.equal(values.at(-1), EARLIER, table);
    assert.match(prefix, new RegExp(`/export_id=${EARLIER}/$`), table);
  }
  assert.ok(storage.objects.has(`${exportLogPrefix(EARLIER)}log.ndjson`));
  assert.equal(storage.objects.has(`${exportLogPrefix(EXPORT_ID)}log.ndjson`), false);
});

test('an object without a receipt is detected under every prefix (W1)', async () => {
  const { publish, storage } = await publishWorld({ job: { dataExportId: EARLIER } });
  await storage.put(`${typePrefix('Patient', EXPORT_DATE, EARLIER)}part-00099.ndjson`, 'bytes');
  await assert.rejects(publish(), {
    name: 'PublishRefused',
    message: /^objects without a receipt: fhir\/Patient\/.*part-00099/,
  });
});

test('inherited receipts count like those of the units, in the manifest’s order', async () => {
  const world = await publishWorld({ plan: { units: 1, inherited: 2 } });
  const [first, second, third] = world.receipts;
  await writeRecord(keys.inheritedReceipts, { unit: 0, receipts: [third, first] }, world.storage);
  await writeRecord(keys.unitReceipts(1), { unit: 1, receipts: [second] }, world.storage);
  await world.publish();
  assert.deepEqual((await world.json(keys.commit)).files, world.receipts);
});

test('a file with an inherited receipt and one of its own is published once, by its own', async () => {
  const world = await publishWorld({ plan: { units: 1, inherited: 2 } });
  const [first, second, third] = world.receipts;
  const late = { ...second, lines: 7 };
  await writeRecord(keys.inheritedReceipts, { unit: 0, receipts: [late, third] }, world.storage);
  await writeRecord(keys.unitReceipts(1), { unit: 1, receipts: [first, second] }, world.storage);
  assert.equal((await world.publish()).files, 3);
  assert.deepEqual((await world.json(keys.commit)).files, world.receipts);
});

test('inherited receipts are read only if the plan counts some', async () => {
  const world = await publishWorld();
  await writeRecord(keys.inheritedReceipts, { unit: 0, receipts: world.receipts }, world.storage);
  assert.equal((await world.publish()).files, 3);
});

test('missing inherited receipts fail the publication', async () => {
  const world = await publishWorld({ plan: { inherited: 1 } });
  await assert.rejects(world.publish(), { name: 'RecordMissing', message: /inherited\.json/ });
});

test('an export of some elements is marked subsetted in its commit and in export_log (rule 42)', async () => {
  const request = aRequest({ elements: ['Patient.id'] });
  const { publish, json, storage } = await publishWorld({ job: { request } });
  await publish();
  assert.equal((await json(keys.commit)).subsetted, true);
  const log = await storage.read(`${exportLogPrefix(EXPORT_ID)}log.ndjson`);
  assert.equal(log?.text.match(/"subsetted":true/g)?.length, 3);
});

test('an export with an `until` moves no last commit (rule 40)', async () => {
  const request = aRequest({ until: '2026-11-01' });
  const { publish, json, scope } = await publishWorld({ job: { request } });
  assert.equal((await publish()).complete, true);
  assert.equal((await json(keys.commit)).continuable, false);
  assert.equal(await json(scopeKeys('acme', scope).lastCommit), null);
});
