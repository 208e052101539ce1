import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inheritReceipts } from '../../../../lambdas/3-plan/inherit-receipts.ts';
import { exportKeys } from '../../../../lambdas/lake/keys.ts';
import type { LandedReceipt } from '../../../../lambdas/lake/receipt-records.ts';
import { writeRecord } from '../../../../lambdas/lake/record.ts';
import {
  aFile,
  aPlan,
  aRequest,
  EXPORT_ID,
  keys,
  TRANSACTION_TIME,
} from '../../../fakes/builders.ts';
import { memoryStorage } from '../../../fakes/memory-storage.ts';
import { aReceipt } from '../../../fakes/receipts.ts';

const EARLIER = 'acme-20261121T030000Z-000000';

/** The indexes of what is inherited of an export that has landed one file. */
async function inherited(receipt: Partial<LandedReceipt>, attachments: boolean): Promise<number[]> {
  const storage = memoryStorage();
  const begin = { kind: 'resume', exportId: EARLIER };
  await writeRecord(keys.request, { source: 'acme', request: aRequest(), begin }, storage);
  await writeRecord(exportKeys(EARLIER).plan, aPlan(), storage);
  const receipts = [aReceipt(receipt)];
  await writeRecord(exportKeys(EARLIER).unitReceipts(1), { unit: 1, receipts }, storage);
  const files = [aFile(receipt.type ? { type: receipt.type } : {})];
  const listed = {
    transactionTime: TRANSACTION_TIME,
    plannedPages: 0,
    hasMorePages: false,
    attachments,
  };
  return [...(await inheritReceipts(EXPORT_ID, files, listed, storage)).keys()];
}

test('a file that landed before attachments were wanted is fetched again, to note them', async () => {
  const document = { type: 'DocumentReference' } as const;
  assert.deepEqual(await inherited(document, true), []);
  assert.deepEqual(await inherited(document, false), [1]);
  assert.deepEqual(await inherited({ ...document, attachments: 0 }, true), [1]);
  assert.deepEqual(await inherited({ type: 'Patient' }, true), [1]);
});
