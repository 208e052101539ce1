import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommitRecord } from '../../../lambdas/lake/commit-records.ts';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { scopeOf } from '../../../lambdas/lake/scope-records.ts';
import { perPatient } from '../../../local/probe/per-patient.ts';
import { aRequest } from '../../fakes/builders.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { aCommit, aReceipt } from '../../fakes/receipts.ts';

const everything = (source: string) => scopeOf(source, aRequest());
const files = [
  aReceipt({ type: 'Patient', lines: 10 }),
  aReceipt({ type: 'Observation', lines: 90 }),
];
/** A full export of everything of `acme`: ten patients, 100 records, 5,000 bytes. */
const whole = (changes: Partial<CommitRecord> = {}) =>
  aCommit({ scope: everything('acme'), bytes: 5_000, lines: 100, files, ...changes });

async function lakeWith(...commits: CommitRecord[]) {
  const storage = memoryStorage();
  for (const commit of commits)
    await writeRecord(exportKeys(commit.exportId).commit, commit, storage);
  return storage;
}
const synthetic = /40 synthetic people, since no full export of this source is in the lake/;

test('a full export of every type gives the data per patient', async () => {
  const lake = await lakeWith(whole({ exportId: 'acme-1' }));
  assert.deepEqual(await perPatient('acme', lake), {
    records: 10,
    bytes: 500,
    types: 2,
    basis: 'the full export acme-1 of this source',
  });
});

test('the last of several full exports is used', async () => {
  const lake = await lakeWith(whole({ exportId: 'acme-1' }), whole({ exportId: 'acme-2' }));
  assert.match((await perPatient('acme', lake)).basis, /acme-2/);
});

const others: [string, CommitRecord][] = [
  ['an incremental export', whole({ since: '2026-01-01T00:00:00Z' })],
  ['an export of a few types', whole({ scope: scopeOf('acme', aRequest({ types: ['Patient'] })) })],
  [
    'an export of a group',
    whole({ scope: scopeOf('acme', aRequest({ level: 'group', group: 'g' })) }),
  ],
  ['an export without a patient', whole({ files: [aReceipt({ type: 'Location' })] })],
  [
    'an export of a source whose name begins alike',
    whole({ exportId: 'acme-north-1', source: 'acme-north', scope: everything('acme-north') }),
  ],
];
for (const [what, commit] of others)
  test(`${what} is not used, and synthetic people are counted`, async () => {
    assert.match((await perPatient('acme', await lakeWith(commit))).basis, synthetic);
  });

test('synthetic people have several types each', async () => {
  const { records, bytes, types } = await perPatient('acme', await lakeWith());
  assert.ok(records > 10 && bytes > 10_000 && types > 10, `${records} ${bytes} ${types}`);
});
