import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAttachments } from '../../../lambdas/3-plan/plan-attachments.ts';
import { AttachmentUnit } from '../../../lambdas/lake/attachment-records.ts';
import type { JobRecord } from '../../../lambdas/lake/export-records.ts';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import type { LandedReceipt } from '../../../lambdas/lake/receipt-records.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { anAttachment, anAttachmentReference, someAttachments } from '../../fakes/attachments.ts';
import { aManifest, aSource, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { aQuarantinedReceipt, aReceipt } from '../../fakes/receipts.ts';
import { planWorld } from './plan-world.ts';

const EARLIER = 'acme-20261121T030000Z-000000';
const attachments = someAttachments();
const DONE = { pages: 1, units: 1 };

/** An export whose files have landed, the first of which has as many attachments. */
async function attachmentsWorld({
  referenceCount = 3,
  source = aSource({ attachments }),
  receipt = {},
  job = {},
}: {
  referenceCount?: number;
  source?: ReturnType<typeof aSource>;
  receipt?: Partial<LandedReceipt>;
  job?: Partial<JobRecord>;
} = {}) {
  const output = [{ type: 'DocumentReference', file: '/f/1' }];
  const world = await planWorld(aManifest({ output }), job, source);
  const first = await world.plan();
  const landed = aReceipt({ type: 'DocumentReference', attachments: referenceCount, ...receipt });
  await writeRecord(keys.unitReceipts(1), { unit: 1, receipts: [landed] }, world.storage);
  const references = Array.from({ length: referenceCount }, (_, i) =>
    anAttachmentReference({ url: `Binary/${i}` }),
  );
  const key = exportKeys(job.dataExportId ?? EXPORT_ID).attachmentReferences(1);
  await world.storage.put(
    key,
    references.map((reference) => `${JSON.stringify(reference)}\n`).join(''),
  );
  return { ...world, first };
}

test('attachments are planned after the last page (rule 47)', async () => {
  const { first, plan, json, log } = await attachmentsWorld();
  assert.equal(first.next, 'attachments');
  assert.deepEqual(await plan(DONE), {
    ...{ files: 3, units: 3, unitsKey: keys.attachmentUnits, maxConcurrency: 4 },
    ...{ plannedSoFar: DONE, hasMorePages: false },
  });
  assert.deepEqual(await json(keys.attachmentPlan), { lines: 3, units: 3 });
  assert.deepEqual((await json(keys.attachmentUnits))[2], {
    ...{ unit: 3, unitKey: keys.attachmentUnit(3) },
  });
  const unit = AttachmentUnit.parse(await json(keys.attachmentUnit(3)));
  assert.deepEqual([unit.settings, unit.requiresAccessToken], [attachments, true]);
  assert.deepEqual(log.lines.at(-1)?.fields, { exportId: EXPORT_ID, attachments: 3, units: 3 });
});

test('a retry plans the same attachments', async () => {
  const { plan, storage } = await attachmentsWorld();
  const first = await plan(DONE);
  const before = new Map(storage.objects);
  assert.deepEqual(await plan(DONE), first);
  assert.deepEqual(storage.objects, before);
});

test('attachments come next only if the source wants them, for types that have some, after the last page', async () => {
  assert.equal((await attachmentsWorld({ source: aSource() })).first.next, undefined);
  const patients = await planWorld(aManifest(), {}, aSource({ attachments }));
  assert.equal((await patients.plan()).next, undefined);
  const output = [{ type: 'DiagnosticReport', file: '/f/1' }];
  const reports = await planWorld(aManifest({ output }), {}, aSource({ attachments }));
  assert.equal((await reports.plan()).next, 'attachments');
  await reports.store([aManifest({ output })], { cursor: 'https://fhir.example/2' });
  assert.deepEqual(
    [(await reports.plan()).next, (await reports.plan()).hasMorePages],
    [undefined, true],
  );
});

test('no attachment is planned while there are more pages', async () => {
  const { plan, store, storage } = await attachmentsWorld();
  const output = [{ type: 'DocumentReference', file: '/f/1' }];
  await store([aManifest({ output })], { cursor: 'https://fhir.example/2' });
  const { units, hasMorePages } = await plan(DONE);
  assert.deepEqual([units, hasMorePages], [0, true]);
  assert.ok(!storage.objects.has(keys.attachmentPlan));
});

test('files without attachments are an empty batch', async () => {
  const { plan, json } = await attachmentsWorld({ referenceCount: 0 });
  assert.equal((await plan(DONE)).units, 0);
  assert.deepEqual(await json(keys.attachmentPlan), { lines: 0, units: 0 });
});

test('a resumed export finds the references where its data lies', async () => {
  const { plan, json } = await attachmentsWorld({ job: { dataExportId: EARLIER } });
  assert.equal((await plan(DONE)).units, 3);
  assert.match(
    JSON.stringify(await json(keys.attachmentUnit(1))),
    /export_id=[^/]*000000\/content/,
  );
});

test('files that landed before attachments were wanted fail the plan', async () => {
  const { plan } = await attachmentsWorld({ receipt: { attachments: undefined } });
  await assert.rejects(plan(DONE), { name: 'RecordMissing', message: /resume the export/ });
});

test('a quarantined file has no attachments (D10)', async () => {
  const { plan, storage, json } = await attachmentsWorld();
  const receipts = [aQuarantinedReceipt({ type: 'DocumentReference' })];
  await writeRecord(keys.unitReceipts(1), { unit: 1, receipts }, storage);
  await plan(DONE);
  assert.deepEqual(await json(keys.attachmentPlan), { lines: 0, units: 0 });
});

for (const [count, maxConcurrency, sizes] of [
  [0, 4, []],
  [3, 4, [1, 1, 1]],
  [33, 4, [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]],
  [401, 1, [101, 101, 101, 98]],
  [1601, 1, [200, 200, 200, 200, 200, 200, 200, 200, 1]],
] as const)
  test(`${count} attachments for ${maxConcurrency} workers are ${sizes.length} units`, () => {
    const all = Array.from({ length: count }, (_, i) => anAttachment(i + 1));
    const units = cutAttachments(all, maxConcurrency);
    assert.deepEqual(
      units.map((unit) => unit.length),
      sizes,
    );
    assert.deepEqual(units.flat(), all);
  });
