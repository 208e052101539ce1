import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BulkData } from '../../../lambdas/settings/bulk-data.ts';
import { Source } from '../../../lambdas/settings/source.ts';

const isBulkData = (settings: object) => BulkData.safeParse(settings).success;

test('by default the version is discovered, and no option is set', () => {
  assert.deepEqual(BulkData.parse({}), {
    version: 'discover',
    lenient: false,
    separateExportStatus: false,
    allowPartialManifests: false,
  });
});

test('every version and every form of kick-off is accepted', () => {
  for (const version of ['v2', 'v3', 'v4', 'discover']) assert(isBulkData({ version }));
  for (const kickOff of ['get', 'get-repeated', 'post']) assert(isBulkData({ kickOff }));
  assert(isBulkData({ outputFormat: 'application/fhir+ndjson', lenient: true }));
});

const wrong: object[] = [
  { version: 'v1' },
  { version: 3 },
  { kickOff: 'put' },
  { outputFormat: '' },
  { lenient: 'yes' },
  { minimumFileBytes: 0 },
  { maximumFileBytes: 1.5 },
  { patients: ['a'] },
];
for (const settings of wrong)
  test(`${JSON.stringify(settings)} is refused`, () => {
    assert(!isBulkData(settings));
  });

test('maximumFileBytes must exceed minimumFileBytes (rule 18)', () => {
  assert(isBulkData({ minimumFileBytes: 1, maximumFileBytes: 2 }));
  assert(isBulkData({ minimumFileBytes: 7 }));
  for (const maximumFileBytes of [6, 7]) {
    const checked = BulkData.safeParse({ minimumFileBytes: 7, maximumFileBytes });
    assert.deepEqual(checked.error?.issues[0]?.path, ['maximumFileBytes']);
  }
});

test('only a source of the dialect bulk-data has bulkData', () => {
  const source = { baseUrl: 'https://hl7.example/fhir', auth: { kind: 'none' } };
  assert(Source.safeParse({ ...source, dialect: 'bulk-data', bulkData: {} }).success);
  assert(Source.safeParse({ ...source, dialect: 'bulk-data' }).success);
  for (const dialect of ['1up-ste', 'bulk-publish']) {
    const checked = Source.safeParse({ ...source, dialect, bulkData: {} });
    assert.deepEqual(checked.error?.issues[0]?.path, ['bulkData']);
  }
});
