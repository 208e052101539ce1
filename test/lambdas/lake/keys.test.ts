import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dataKey,
  ExportId,
  exportKeys,
  exportLogPrefix,
  newExportId,
  scopeKeys,
  segmentKey,
  typePrefix,
  wholeKey,
} from '../../../lambdas/lake/keys.ts';

test('all records of an export are below its id', () => {
  const { root, unreadableAnswer: quarantine, quarantinedFile, ...rest } = exportKeys('x-1');
  assert.equal(root, 'exports/x-1/');
  const others = Object.values(rest).map((key) => (typeof key === 'string' ? key : key(1)));
  const keys = [quarantine('a'), quarantinedFile(1, 'gzip'), ...others];
  assert(keys.every((key) => key.startsWith(root)));
  assert.equal(new Set(keys).size, keys.length);
});

test('numbers have five digits, so that a listing is in order', () => {
  const { manifestPage, unit, units, unitReceipts } = exportKeys('x');
  assert.equal(manifestPage(1), 'exports/x/manifest/page-00001.json');
  assert.equal(units(3), 'exports/x/plan/units-00003.json');
  assert.equal(unit(23), 'exports/x/plan/unit-00023.json');
  assert.equal(unitReceipts(99_999), 'exports/x/receipts/unit-99999.json');
  assert.equal(dataKey('fhir/A/', 7), 'fhir/A/part-00007.ndjson');
});

test('the objects of a file have different keys, with the suffix of their compression', () => {
  const file = dataKey('fhir/A/', 7);
  assert.deepEqual(
    (['identity', 'gzip', 'zstd'] as const).map((encoding) => wholeKey(file, encoding)),
    [file, `${file}.gz`, `${file}.zst`],
  );
  assert.equal(segmentKey(file, 2, 'gzip'), 'fhir/A/part-00007-00002.ndjson.gz');
  assert.equal(
    exportKeys('x').quarantinedFile(7, 'gzip'),
    'exports/x/quarantine/file-00007.ndjson.gz',
  );
});

test('receipts are below the prefix that lists them', () => {
  const { receipts, unitReceipts, inheritedReceipts } = exportKeys('x');
  assert([unitReceipts(1), inheritedReceipts].every((key) => key.startsWith(receipts)));
});

test('data and export_log are below the locations of their partitions', () => {
  assert.equal(
    typePrefix('Patient', '2026-11-22', 'x'),
    'fhir/Patient/export_date=2026-11-22/export_id=x/',
  );
  assert.equal(exportLogPrefix('x'), 'fhir/export_log/export_id=x/');
});

test('lease and last commit are per source and scope', () => {
  assert.deepEqual(scopeKeys('acme', 's'), {
    lease: 'state/acme/s/lease.json',
    lastCommit: 'state/acme/s/last-commit.json',
  });
});

const NOW = new Date('2026-03-01T03:04:05.678Z');

test('an export id has the source, the second and six random digits', () => {
  assert.equal(newExportId('acme', NOW, 0.5), 'acme-20260301T030405Z-i00000');
});

test('the random digits are six at both ends of the range', () => {
  assert.equal(newExportId('acme', NOW, 0), 'acme-20260301T030405Z-000000');
  assert.equal(newExportId('acme', NOW, 1 - Number.EPSILON), 'acme-20260301T030405Z-zzzzzz');
});

test('the id of the longest source is a valid name of an execution', () => {
  const id = newExportId('s'.repeat(40), NOW, 0.1);
  assert.match(id, /^[A-Za-z0-9-]{1,80}$/);
  assert.equal(ExportId.parse(id), id);
});
