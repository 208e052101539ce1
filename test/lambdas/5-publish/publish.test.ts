import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportLogPrefix, scopeKeys, typePrefix } from '../../../lambdas/lake/keys.ts';
import { EXPORT_DATE, EXPORT_ID, keys, TRANSACTION_TIME } from '../../fakes/builders.ts';
import { publishWorld } from './publish-world.ts';

const at = (type: string) => typePrefix(type, EXPORT_DATE, EXPORT_ID);

test('a whole export is committed with its totals', async () => {
  const { publish, json, receipts, scope } = await publishWorld();
  assert.deepEqual(await publish(), {
    kind: 'published',
    transactionTime: TRANSACTION_TIME,
    files: 3,
    quarantinedFiles: 0,
    bytes: 15,
    lines: 6,
    complete: true,
  });
  assert.deepEqual(await json(keys.commit), {
    exportId: EXPORT_ID,
    dataExportId: EXPORT_ID,
    source: 'acme',
    scope,
    transactionTime: TRANSACTION_TIME,
    exportDate: EXPORT_DATE,
    since: null,
    membership: null,
    committedAt: '2026-11-22T03:00:00.000Z',
    complete: true,
    continuable: true,
    subsetted: false,
    bytes: 15,
    lines: 6,
    files: receipts,
  });
});

test('partitions are registered, raw and typed, and export_log last (invariant 1)', async () => {
  const { publish, catalog } = await publishWorld();
  await publish();
  const raw = (type: string) => ({
    table: 'fhir_raw',
    values: [type, EXPORT_DATE, EXPORT_ID],
    prefix: at(type),
  });
  const typed = (table: string, type: string) => ({
    table,
    values: [EXPORT_DATE, EXPORT_ID],
    prefix: at(type),
  });
  assert.deepEqual(catalog.partitions, [
    raw('Claim'),
    raw('Condition'),
    raw('Patient'),
    typed('condition', 'Condition'),
    typed('patient', 'Patient'),
    { table: 'export_log', values: [EXPORT_ID], prefix: exportLogPrefix(EXPORT_ID) },
  ]);
});

test('many files of one type are one partition', async () => {
  const { publish, catalog } = await publishWorld({ types: ['Patient', 'Patient', 'Patient'] });
  await publish();
  const tables = catalog.partitions.map(({ table }) => table);
  assert.deepEqual(tables, ['fhir_raw', 'patient', 'export_log']);
});

test('export_log has one line per object', async () => {
  const { publish, storage, receipts, objectOf, scope } = await publishWorld();
  await publish();
  const log = await storage.read(`${exportLogPrefix(EXPORT_ID)}log.ndjson`);
  const lines = (log?.text ?? '').split('\n');
  assert.equal(lines.pop(), '');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    receipts.map(({ index, type }) => ({
      source: 'acme',
      scope,
      resource_type: type,
      position: index,
      ...objectOf(index),
      transaction_time: TRANSACTION_TIME,
      since: null,
      export_date: EXPORT_DATE,
      committed_at: '2026-11-22T03:00:00.000Z',
      complete: true,
      subsetted: false,
    })),
  );
});

test('an export without files is published, and the next one continues from it (M1)', async () => {
  const { publish, catalog, json, scope } = await publishWorld({ types: [] });
  assert.deepEqual(await publish(), {
    kind: 'published',
    transactionTime: TRANSACTION_TIME,
    files: 0,
    quarantinedFiles: 0,
    bytes: 0,
    lines: 0,
    complete: true,
  });
  assert.deepEqual(
    catalog.partitions.map(({ table }) => table),
    ['export_log'],
  );
  const { transactionTime } = await json(scopeKeys('acme', scope).lastCommit);
  assert.equal(transactionTime, TRANSACTION_TIME);
});

test('afterwards the lease is free and the export is announced', async () => {
  const { publish, json, scope, announcer, log } = await publishWorld();
  await publish();
  const lease = await json(scopeKeys('acme', scope).lease);
  assert.deepEqual(lease, { kind: 'free', lastExportId: EXPORT_ID });
  const detail = {
    exportId: EXPORT_ID,
    source: 'acme',
    transactionTime: TRANSACTION_TIME,
    files: 3,
    quarantinedFiles: 0,
    quarantined: [],
    complete: true,
  };
  assert.deepEqual(announcer.announcements, [{ detailType: 'Export published', detail }]);
  assert.deepEqual(log.counts, [
    { metric: 'PublishedFiles', value: 3 },
    { metric: 'PublishedLines', value: 6 },
  ]);
});

test('the last commit holds where the next export starts, and the members (W2)', async () => {
  const { publish, json, scope } = await publishWorld({ job: { membership: 'm' } });
  await publish();
  assert.deepEqual(await json(scopeKeys('acme', scope).lastCommit), {
    exportId: EXPORT_ID,
    transactionTime: TRANSACTION_TIME,
    membership: 'm',
  });
});

test('the since that was sent is in the commit and in export_log', async () => {
  const since = '2026-11-20';
  const { publish, json, storage } = await publishWorld({ job: { since } });
  await publish();
  assert.equal((await json(keys.commit)).since, since);
  const log = await storage.read(`${exportLogPrefix(EXPORT_ID)}log.ndjson`);
  assert.match(log?.text ?? '', /"since":"2026-11-20"/);
});
