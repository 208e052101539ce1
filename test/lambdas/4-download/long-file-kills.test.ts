import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLanded, ReceiptsRecord } from '../../../lambdas/shared/records/receipt-records.ts';
import { readRecord } from '../../../lambdas/shared/records/record.ts';
import { keys } from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import { contentOf, lakeOf } from './compress/unpacked.ts';
import { longContent, longFile, partOf } from './long-file-world.ts';

const CONTENT = longContent();

/** Calls until the file is done, of which the first ones die at their n-th deed. */
async function withKill(n: number, compress: 'none' | 'zstd') {
  const world = await longFile(
    (request) => partOf(CONTENT, request),
    () => compress,
  );
  const dying = killedAt(n, 'after')(world.storage);
  let killed = false;
  for (let kind = 'more'; kind === 'more'; )
    ({ kind } = await world.call(killed ? world.storage : dying).catch((error: Error) => {
      if (killed || !error.message.startsWith('killed')) throw error;
      killed = true;
      return { kind: 'more' };
    }));
  return { ...world, killed };
}

for (const compress of ['none', 'zstd'] as const)
  test(`D24: killed after each thing that it does, a file of several calls lands whole, at ${compress}`, async () => {
    let kills = 0;
    for (let n = 1; ; n += 1) {
      const { storage, killed } = await withKill(n, compress);
      const { receipts } = await readRecord(keys.unitReceipts(1), ReceiptsRecord, storage);
      assert.ok(contentOf(storage).equals(CONTENT), `killed after ${n}`);
      assert.deepEqual(
        receipts.filter(isLanded).flatMap(({ objects }) => objects.map(({ key }) => key)),
        lakeOf(storage).map(([key]) => key),
      );
      if (!killed) break;
      kills += 1;
    }
    assert.ok(kills > 9, `${kills} kills`);
  });
