import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Encoding, pieceKey, wholeKey } from '../../../lambdas/lake/keys.ts';
import type { LandedReceipt } from '../../../lambdas/lake/receipt-records.ts';
import { aManifest, aPlan, keys } from '../../fakes/builders.ts';
import { A_CHECKSUM, aQuarantinedReceipt } from '../../fakes/receipts.ts';
import { manifestOf } from './plan-world.ts';
import { type Earlier, fileKey, landed, resumedWorld } from './resumed-world.ts';

/** Plans once, and tells which files are to be fetched. */
async function resumed(...world: Parameters<typeof resumedWorld>) {
  const { plan, fetched, ...rest } = await resumedWorld(...world);
  const planned = await plan();
  return { ...rest, plan, planned, fetched: await fetched(planned.units) };
}

test('what is landed is not fetched again, and its receipts are written down for Publish', async () => {
  const { planned, fetched, json } = await resumed({ receipts: [[landed(1)], [landed(3)]] });
  assert.deepEqual(fetched, [2]);
  assert.deepEqual([planned.files, planned.units], [1, 1]);
  const kept = { unit: 0, receipts: [landed(1), landed(3)] };
  assert.deepEqual(await json(keys.inheritedReceipts), kept);
  assert.deepEqual(await json(keys.plan), aPlan({ files: 3, units: 1, inherited: 2 }));
});

test('what that export had inherited itself is inherited on', async () => {
  const { fetched } = await resumed({ receipts: [[landed(1)]], carried: [landed(2)] });
  assert.deepEqual(fetched, [3]);
});

test('where all is landed nothing is fetched', async () => {
  const { planned } = await resumed({ receipts: [[1, 2, 3].map((index) => landed(index))] });
  assert.deepEqual([planned.files, planned.units], [0, 0]);
});

const object = (key: string) => ({ key, bytes: 5, lines: 1, checksum: A_CHECKSUM });
const piecesOf = (index: number, pieces: readonly number[], encoding: Encoding) =>
  pieces.map((piece) => object(pieceKey(fileKey(index), piece, encoding)));

const encoded: [string, LandedReceipt['objects']][] = [
  ['as gzip', [object(wholeKey(fileKey(1), 'gzip'))]],
  ['as one object of its lines', piecesOf(1, [1], 'gzip')],
  ['as several', piecesOf(1, [1, 2, 3], 'zstd')],
];
for (const [what, objects] of encoded)
  test(`a file that is stored ${what} is inherited, whatever the settings are now`, async () => {
    const { fetched } = await resumed({ receipts: [[landed(1, { objects })]] });
    assert.deepEqual(fetched, [2, 3]);
  });

test('a file that was quarantined is fetched again, though it was inherited in between (D10)', async () => {
  const carried = [aQuarantinedReceipt({ index: 2 })];
  const { fetched } = await resumed({
    receipts: [[landed(1), aQuarantinedReceipt({ index: 3 })]],
    carried,
  });
  assert.deepEqual(fetched, [2, 3]);
});

const promising = (promise: object) =>
  aManifest({ output: [{ type: 'Patient', file: '/f/0', ...promise }] });
const OTHER = { name: 'ManifestRefused', message: /answers another export.*start a new one/ };

const others: [string, Earlier, string?][] = [
  ['another key', { receipts: [[landed(1, { key: fileKey(3) })]] }],
  [
    'the key of another file’s object',
    { receipts: [[landed(1, { objects: piecesOf(2, [1], 'gzip') })]] },
  ],
  ['an object that lacks', { receipts: [[landed(1, { objects: piecesOf(1, [1, 3], 'gzip') })]] }],
  ['another type', { receipts: [[landed(1, { type: 'Condition' })]] }],
  ['a place that the manifest lacks', { receipts: [[landed(4)]] }],
  ['another count', { receipts: [[landed(1, { lines: 7 })]] }, promising({ count: 8 })],
  ['a manifest of another time (M12)', { transactionTime: '2026-11-22T02:58:00.000Z' }],
];
for (const [what, earlier, manifest = manifestOf(3)] of others)
  test(`a resumed job whose answer differs by ${what} is another export, and none of it is fetched`, async () => {
    const world = await resumedWorld(earlier, { manifest });
    await assert.rejects(world.plan(), OTHER);
    assert.equal(await world.json(keys.inheritedReceipts), null);
    assert.equal(await world.json(keys.units(1)), null);
  });

const sizes: [string, Partial<LandedReceipt>, 'inherited' | 'refused'][] = [
  ['of that size', { bytes: 90 }, 'inherited'],
  ['that came encoded, of that size', { bytes: 500, encodedBytes: 90 }, 'inherited'],
  ['of another size', { bytes: 91 }, 'refused'],
  ['of another size either way', { bytes: 500, encodedBytes: 91 }, 'refused'],
];
for (const [what, receipt, verdict] of sizes)
  test(`v4 fileSize: where a size is promised, a file ${what} is ${verdict}`, async () => {
    const output = [{ type: 'Patient', url: '/f/0', fileSize: 90 }];
    const manifest = aManifest({ output });
    const world = await resumedWorld({ receipts: [[landed(1, receipt)]] }, { manifest, hl7: true });
    if (verdict === 'refused') await assert.rejects(world.plan(), OTHER);
    else assert.equal((await world.plan()).files, 0);
  });

test('an export that was kicked off inherits nothing', async () => {
  const begin = { kind: 'kick-off' };
  const { fetched, json } = await resumed({ receipts: [[landed(1)]] }, { begin });
  assert.deepEqual(fetched, [1, 2, 3]);
  assert.equal(await json(keys.inheritedReceipts), null);
});

test('planned twice is planned once', async () => {
  const { plan, planned, storage } = await resumed({ receipts: [[landed(2)]] });
  const before = new Map(storage.objects);
  assert.deepEqual(await plan(), planned);
  assert.deepEqual(storage.objects, before);
});
