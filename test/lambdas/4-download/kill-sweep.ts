import assert from 'node:assert/strict';
import { isLanded, ReceiptsRecord } from '../../../lambdas/lake/receipt-records.ts';
import { readRecord } from '../../../lambdas/lake/record.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import { keys } from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import { longContent, longFile, partOf } from './long-file-world.ts';
import { contentOf, lakeOf } from './store/unpacked.ts';

type LongFile = { content: Buffer; compress: Source['compress']; mib: number };

/** Calls until the file is done; the first one is killed after its n-th effect. */
async function withKill(n: number, { content, compress, mib }: LongFile) {
  const world = await longFile(
    (request) => partOf(content, request),
    () => compress,
    mib,
  );
  const dying = killedAt(n, 'after')(world.storage);
  let killed = false;
  for (let kind = 'continue'; kind === 'continue'; )
    ({ kind } = await world.call(killed ? world.storage : dying).catch((error: Error) => {
      if (killed || !error.message.includes('killed')) throw error;
      killed = true;
      return { kind: 'continue' };
    }));
  return { ...world, killed };
}

/**
 * Downloads a file of several calls that is killed after its first effect, then after its second, and so
 * on, and checks each time that it lands whole, once. `mib`: the bytes of a MiB.
 */
export async function sweepKills(compress: Source['compress'], mib: number): Promise<void> {
  const content = longContent('', mib);
  let kills = 0;
  for (let n = 1; ; n += 1) {
    const { storage, killed } = await withKill(n, { content, compress, mib });
    const { receipts } = await readRecord(keys.unitReceipts(1), ReceiptsRecord, storage);
    assert.ok(contentOf(storage).equals(content), `killed after ${n}`);
    assert.deepEqual(
      receipts.filter(isLanded).flatMap(({ objects }) => objects.map(({ key }) => key)),
      lakeOf(storage).map(([key]) => key),
    );
    if (!killed) break;
    kills += 1;
  }
  assert.ok(kills > 9, `${kills} kills`);
}
