import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inheritReceipts } from '../../../lambdas/3-plan/inherit-receipts.ts';
import { type Encoding, exportKeys, segmentKey, wholeKey } from '../../../lambdas/lake/keys.ts';
import type { LandedReceipt, Receipt } from '../../../lambdas/lake/receipt-records.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import {
  aFile,
  aManifest,
  aPlan,
  aRequest,
  EXPORT_ID,
  keys,
  STATUS_URL,
  TRANSACTION_TIME,
} from '../../fakes/builders.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { A_CHECKSUM, aQuarantinedReceipt, aReceipt } from '../../fakes/receipts.ts';
import {
  type Earlier,
  FAILED_ID,
  fileKey,
  landed,
  leaveRequest,
  manifestOf,
  resumedWorld,
  resuming,
} from './plan-world.ts';

/** Plans once, and tells which files are to be fetched. */
async function resumed(...world: Parameters<typeof resumedWorld>) {
  const { plan, fetched, ...rest } = await resumedWorld(...world);
  const planned = await plan();
  return { ...rest, plan, planned, fetched: await fetched(planned.units) };
}

test('landed files are not planned again, and their receipts are stored for Publish', async () => {
  const { planned, fetched, json } = await resumed({ receipts: [[landed(1)], [landed(3)]] });
  assert.deepEqual(fetched, [2]);
  assert.deepEqual([planned.files, planned.units], [1, 1]);
  const kept = { unit: 0, receipts: [landed(1), landed(3)] };
  assert.deepEqual(await json(keys.inheritedReceipts), kept);
  assert.deepEqual(await json(keys.plan), aPlan({ files: 3, units: 1, inherited: 2 }));
});

test('receipts that the resumed export had inherited are inherited too', async () => {
  const { fetched } = await resumed({ receipts: [[landed(1)]], carried: [landed(2)] });
  assert.deepEqual(fetched, [3]);
});

test('if all files are landed nothing is planned', async () => {
  const { planned } = await resumed({ receipts: [[1, 2, 3].map((index) => landed(index))] });
  assert.deepEqual([planned.files, planned.units], [0, 0]);
});

const object = (key: string) => ({ key, bytes: 5, lines: 1, checksum: A_CHECKSUM });
const piecesOf = (index: number, pieces: readonly number[], encoding: Encoding) =>
  pieces.map((piece) => object(segmentKey(fileKey(index), piece, encoding)));

const encoded: [string, LandedReceipt['objects']][] = [
  ['as gzip', [object(wholeKey(fileKey(1), 'gzip'))]],
  ['as one segment', piecesOf(1, [1], 'gzip')],
  ['as several segments', piecesOf(1, [1, 2, 3], 'zstd')],
];
for (const [what, objects] of encoded)
  test(`a file that is stored ${what} is inherited, whatever compress is now`, async () => {
    const { fetched } = await resumed({ receipts: [[landed(1, { objects })]] });
    assert.deepEqual(fetched, [2, 3]);
  });

test('a quarantined file is planned again, also if it was inherited in between (D10)', async () => {
  const carried = [aQuarantinedReceipt({ index: 2 })];
  const { fetched } = await resumed({
    receipts: [[landed(1), aQuarantinedReceipt({ index: 3 })]],
    carried,
  });
  assert.deepEqual(fetched, [2, 3]);
});

const promising = (promise: object) =>
  aManifest({ output: [{ type: 'Patient', file: '/f/0', ...promise }] });
const OTHER = { name: 'ManifestRefused', message: /has another manifest.*start a new export/ };

const others: [string, Earlier, string?][] = [
  ['another key', { receipts: [[landed(1, { key: fileKey(3) })]] }],
  [
    'the key of another file’s object',
    { receipts: [[landed(1, { objects: piecesOf(2, [1], 'gzip') })]] },
  ],
  ['a missing object', { receipts: [[landed(1, { objects: piecesOf(1, [1, 3], 'gzip') })]] }],
  ['another type', { receipts: [[landed(1, { type: 'Condition' })]] }],
  ['an index that the manifest does not have', { receipts: [[landed(4)]] }],
  ['another count', { receipts: [[landed(1, { lines: 7 })]] }, promising({ count: 8 })],
  ['a manifest of another time (M12)', { transactionTime: '2026-11-22T02:58:00.000Z' }],
];
for (const [what, earlier, manifest = manifestOf(3)] of others)
  test(`a resumed job with ${what} is refused, and nothing is planned`, async () => {
    const world = await resumedWorld(earlier, { manifest });
    await assert.rejects(world.plan(), OTHER);
    assert.equal(await world.json(keys.inheritedReceipts), null);
    assert.equal(await world.json(keys.units(1)), null);
  });

const sizes: [string, Partial<LandedReceipt>, 'inherited' | 'refused'][] = [
  ['of that size', { bytes: 90 }, 'inherited'],
  ['with that size before decoding', { bytes: 500, encodedBytes: 90 }, 'inherited'],
  ['of another size', { bytes: 91 }, 'refused'],
  ['of another size before and after decoding', { bytes: 500, encodedBytes: 91 }, 'refused'],
];
for (const [what, receipt, verdict] of sizes)
  test(`with a v4 fileSize, a landed file ${what} is ${verdict}`, async () => {
    const output = [{ type: 'Patient', url: '/f/0', fileSize: 90 }];
    const manifest = aManifest({ output });
    const world = await resumedWorld({ receipts: [[landed(1, receipt)]] }, { manifest, hl7: true });
    if (verdict === 'refused') await assert.rejects(world.plan(), OTHER);
    else assert.equal((await world.plan()).files, 0);
  });

test('an export that resumes none inherits nothing', async () => {
  const begin = { kind: 'kick-off' };
  const { fetched, json } = await resumed({ receipts: [[landed(1)]] }, { begin });
  assert.deepEqual(fetched, [1, 2, 3]);
  assert.equal(await json(keys.inheritedReceipts), null);
});

test('a retry plans the same', async () => {
  const { plan, planned, storage } = await resumed({ receipts: [[landed(2)]] });
  const before = new Map(storage.objects);
  assert.deepEqual(await plan(), planned);
  assert.deepEqual(storage.objects, before);
});

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

test('a file that landed before attachments were wanted is planned again, to collect them', async () => {
  const document = { type: 'DocumentReference' } as const;
  assert.deepEqual(await inherited(document, true), []);
  assert.deepEqual(await inherited(document, false), [1]);
  assert.deepEqual(await inherited({ ...document, attachments: 0 }, true), [1]);
  assert.deepEqual(await inherited({ type: 'Patient' }, true), [1]);
});

/** Exports that resume one another, of which some came to no plan. */

/** Three files, planned at the end of a chain: the last resumes the first of these, and so on. */
async function planAfter(...ids: string[]) {
  const [begin = FAILED_ID] = ids;
  const world = await resumedWorld({ receipts: [[landed(1)]] }, { begin: resuming(begin) });
  let beginsBy: object = { kind: 'kick-off' };
  for (const id of ids.toReversed()) {
    await leaveRequest(beginsBy, world.storage, exportKeys(id).request);
    beginsBy = resuming(id);
  }
  return world.fetched((await world.plan()).units);
}

test('receipts are inherited past an export without a plan', async () => {
  assert.deepEqual(await planAfter('acme-polled', FAILED_ID), [2, 3]);
  assert.deepEqual(await planAfter('acme-c', 'acme-b', 'acme-a', FAILED_ID), [2, 3]);
});

test('a chain of exports without a plan has no receipts', async () => {
  assert.deepEqual(await planAfter('acme-b', 'acme-a'), [1, 2, 3]);
});

test('a circular chain ends', async () => {
  assert.deepEqual(await planAfter('acme-b', 'acme-a', 'acme-b'), [1, 2, 3]);
});

/** A resumed export whose manifest comes in pages, planned one after the other (rule 37). */

const page = (page: number, count: number) =>
  aManifest({
    output: Array.from({ length: count }, (_, i) => ({ type: 'Patient', file: `/${page}/${i}` })),
  });

/** The first page is planned, and the second one is there. */
async function secondBatch(receipts: Receipt[]) {
  const world = await resumedWorld({ receipts: [receipts] }, { manifest: [] });
  await world.store([page(1, 2)], { cursor: STATUS_URL });
  const first = await world.plan();
  await world.store([page(1, 2), page(2, 1)]);
  return { ...world, first, second: () => world.plan(first.plannedSoFar) };
}

const inheritedOf = async ({ json }: Pick<Awaited<ReturnType<typeof resumedWorld>>, 'json'>) =>
  (await json(keys.inheritedReceipts)).receipts.map(({ index }: Receipt) => index);

test('a receipt of a later page is inherited when that page is planned', async () => {
  const world = await secondBatch([landed(2), landed(3)]);
  assert.deepEqual([world.first.files, await inheritedOf(world)], [1, [2]]);
  assert.equal((await world.second()).files, 0);
  assert.deepEqual(await inheritedOf(world), [2, 3]);
  assert.equal((await world.json(keys.plan)).inherited, 2);
});

test('a file that the resumed export lands late is not inherited if it is planned already', async () => {
  const world = await secondBatch([landed(2)]);
  const late = { unit: 2, receipts: [landed(1), landed(3)] };
  await writeRecord(exportKeys(FAILED_ID).unitReceipts(2), late, world.storage);
  assert.equal((await world.second()).files, 0);
  assert.deepEqual(await inheritedOf(world), [2, 3]);
  assert.equal((await world.json(keys.plan)).inherited, 2);
});

test('a retry of the second batch inherits the same', async () => {
  const { second, storage } = await secondBatch([landed(2), landed(3)]);
  const planned = await second();
  const before = new Map(storage.objects);
  assert.deepEqual(await second(), planned);
  assert.deepEqual(storage.objects, before);
});
