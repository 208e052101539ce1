import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFileReceipts } from '../../../../lambdas/4-download/receipts/receipt-store.ts';
import { EXPORT_ID, landedKey } from '../../../fakes/builders.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { memoryStorage } from '../../../fakes/memory-storage.ts';
import { aReceipt } from '../../../fakes/receipts.ts';

const receipt = (index: number) => aReceipt({ index, key: landedKey('Patient', index) });
const indexes = (receipts: { index: number }[]) => receipts.map(({ index }) => index).sort();

test('a call that timed out and writes late removes no receipt (O6)', async () => {
  const deps = { storage: memoryStorage(), clock: manualClock() };
  const late = await openFileReceipts(EXPORT_ID, 1, deps);
  await late.add(receipt(1));
  const next = await openFileReceipts(EXPORT_ID, 1, deps);
  await next.add(receipt(1));
  await next.add(receipt(2));
  await next.flush();
  await late.flush();
  assert.deepEqual(indexes((await openFileReceipts(EXPORT_ID, 1, deps)).receipts()), [1, 2]);
});

test('calls side by side do not lose each other’s receipts', async () => {
  const deps = { storage: memoryStorage(), clock: manualClock() };
  const books = [1, 2, 3].map(() => openFileReceipts(EXPORT_ID, 1, deps));
  for (const [i, book] of (await Promise.all(books)).entries()) {
    await book.add(receipt(i + 1));
    await book.flush();
  }
  assert.deepEqual(indexes((await openFileReceipts(EXPORT_ID, 1, deps)).receipts()), [1, 2, 3]);
});

test('receipts are written ten seconds after the last write', async () => {
  const deps = { storage: memoryStorage(), clock: manualClock() };
  const book = await openFileReceipts(EXPORT_ID, 1, deps);
  deps.clock.advance(9);
  await book.add(receipt(1));
  assert.equal(deps.storage.objects.size, 0);
  deps.clock.advance(1);
  await book.add(receipt(2));
  assert.equal(deps.storage.objects.size, 1);
});
