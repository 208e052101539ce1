import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receiptOf } from '../../../lambdas/4-download/attachments/settle-attachment.ts';
import { indexText } from '../../../lambdas/lake/attachment-receipts.ts';
import { attachmentIndex, attachmentKey } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { anAttachment, someAttachments } from '../../fakes/attachments.ts';
import { aSource, EXPORT_DATE, EXPORT_ID, keys, landedKey } from '../../fakes/builders.ts';
import { A_CHECKSUM, aReceipt } from '../../fakes/receipts.ts';
import { publishWorld } from './publish-world.ts';

const source = aSource({ attachments: someAttachments() });
const key = (n: number) => attachmentKey(EXPORT_DATE, EXPORT_ID, n);
const index = attachmentIndex(EXPORT_DATE, EXPORT_ID, EXPORT_ID);

/** An export of one file with three attachments: two are stored, one failed. */
async function attachmentsWorld(world: Parameters<typeof publishWorld>[0] = {}) {
  const published = await publishWorld({ types: ['DocumentReference'], source, ...world });
  const { storage, receipts } = published;
  const noted = receipts.map((receipt) => ({ ...receipt, attachments: 3 }));
  await writeRecord(keys.unitReceipts(1), { unit: 1, receipts: noted }, storage);
  await writeRecord(keys.attachmentPlan, { lines: 3, units: 2 }, storage);
  const stored = (n: number) => {
    const [checksum, sha1] = [A_CHECKSUM, ''];
    const about = { contentType: 'text/plain', bytes: 5, checksum, sha1 };
    return receiptOf(anAttachment(n), { outcome: 'stored', key: key(n), ...about });
  };
  const failed = receiptOf(anAttachment(2), { outcome: 'failed', reason: '404' });
  for (const n of [1, 3]) await storage.put(key(n), 'bytes');
  for (const [i, settled] of [[stored(1), failed], [stored(3)]].entries()) {
    const unit = i + 1;
    await writeRecord(keys.attachmentReceipts(unit), { unit, receipts: settled }, storage);
    await storage.put(index.key(unit), indexText(settled));
  }
  return published;
}

test('the index becomes a partition before the log does, its content does not (rule 47)', async () => {
  const { publish, catalog, json, log } = await attachmentsWorld();
  const { complete } = await publish();
  assert.equal(complete, true);
  const tables = catalog.partitions.map(({ table }) => table);
  assert.deepEqual(tables, ['fhir_raw', 'attachments', 'export_log']);
  const { values, prefix } = catalog.partitions[1] ?? {};
  assert.deepEqual(values, [EXPORT_DATE, EXPORT_ID]);
  assert.equal(prefix, index.prefix);
  assert.ok(!key(1).startsWith(index.prefix), 'Athena reads everything below a partition');
  assert.deepEqual((await json(keys.commit)).attachments, { lines: 3, stored: 2, failed: 1 });
  assert.ok(log.counts.some(({ metric, value }) => metric === 'FailedAttachments' && value === 1));
});

test('a source without attachments has no partition and no counts of them', async () => {
  const { publish, catalog, json } = await publishWorld();
  await publish();
  assert.ok(catalog.partitions.every(({ table }) => table !== 'attachments'));
  assert.equal((await json(keys.commit)).attachments, undefined);
});

test('an export whose resources have no attachments has no partition of them', async () => {
  const { publish, catalog, storage, json } = await publishWorld({ source });
  await writeRecord(keys.attachmentPlan, { lines: 0, units: 0 }, storage);
  await publish();
  assert.ok(catalog.partitions.every(({ table }) => table !== 'attachments'));
  assert.deepEqual((await json(keys.commit)).attachments, { lines: 0, stored: 0, failed: 0 });
});

const DOCUMENTS = {
  ...{ type: 'DocumentReference', key: landedKey('DocumentReference', 1), bytes: 5 },
};
type Break = (storage: Awaited<ReturnType<typeof attachmentsWorld>>['storage']) => Promise<unknown>;
const plan = (lines: number) => (storage: Parameters<Break>[0]) =>
  writeRecord(keys.attachmentPlan, { lines, units: 2 }, storage);
const refusals: [string, Break, RegExp][] = [
  ['another number of lines than planned', plan(4), /3 attachments found, 4 planned, 3 settled/],
  [
    'an attachment that was found and not planned',
    (storage) =>
      writeRecord(
        keys.unitReceipts(1),
        { unit: 1, receipts: [aReceipt({ ...DOCUMENTS, attachments: 4 })] },
        storage,
      ),
    /4 attachments found, 3 planned, 3 settled/,
  ],
  ['content that was cut', (storage) => storage.put(key(1), 'byte'), /4 bytes, its receipt 5/],
  ['an index that was cut', (storage) => storage.put(index.key(1), '{}\n'), /part-00001.* 3 bytes/],
  ['an index object too many', (storage) => storage.put(index.key(3), ''), /3 index objects/],
];
for (const [what, breakIt, message] of refusals)
  test(`${what} is not published (invariant 3)`, async () => {
    const { publish, storage, catalog } = await attachmentsWorld();
    await breakIt(storage);
    await assert.rejects(publish(), { name: 'PublishRefused', message });
    assert.deepEqual(catalog.partitions, []);
  });

test('attachments that were found and not planned fail the publication (invariant 3)', async () => {
  const { publish, storage, receipts } = await publishWorld({ types: ['Claim'], source });
  const noted = receipts.map((receipt) => ({ ...receipt, attachments: 1 }));
  await writeRecord(keys.unitReceipts(1), { unit: 1, receipts: noted }, storage);
  await assert.rejects(publish(), { name: 'PublishRefused', message: /none was planned/ });
});

test('they are ignored once the source wants no attachments', async () => {
  const { publish, storage, receipts } = await publishWorld({ types: ['Claim'] });
  const noted = receipts.map((receipt) => ({ ...receipt, attachments: 1 }));
  await writeRecord(keys.unitReceipts(1), { unit: 1, receipts: noted }, storage);
  assert.equal((await publish()).files, 1);
});

test('content without a line, left by a killed attempt, does not matter', async () => {
  const { publish, storage } = await attachmentsWorld();
  await storage.put(key(2), 'left over');
  assert.equal((await publish()).kind, 'published');
});

test('the index of the export that this one resumes is ignored', async () => {
  const { publish, storage } = await attachmentsWorld();
  const earlier = attachmentIndex(EXPORT_DATE, EXPORT_ID, 'acme-20261121T030000Z-000000');
  await storage.put(earlier.key(7), '{}\n');
  assert.equal((await publish()).kind, 'published');
});
