import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReceiptsRecord } from '../../../lambdas/lake/receipt-records.ts';
import { readRecord } from '../../../lambdas/lake/record.ts';
import { keys, landedKey } from '../../fakes/builders.ts';
import { aFileOf, patients } from './files.ts';
import { linksWorld, OLD } from './links-world.ts';

test('a resource that is twice in one file and once in another lands each time (D23)', async () => {
  const world = await linksWorld({
    routes: { [`GET ${OLD}/1`]: aFileOf('a', 'a', 'b'), [`GET ${OLD}/2`]: aFileOf('b', 'a') },
    count: 2,
  });
  assert.equal((await world.download()).kind, 'done');
  const stored = (part: number) => world.storage.objects.get(landedKey('Patient', part))?.body;
  assert.equal(stored(1)?.toString(), patients('a', 'a', 'b'));
  assert.equal(stored(2)?.toString(), patients('b', 'a'));
  const { receipts } = await readRecord(keys.unitReceipts(1), ReceiptsRecord, world.storage);
  assert.deepEqual(
    receipts.map((receipt) => receipt.kind === 'landed' && receipt.lines),
    [3, 2],
  );
});
