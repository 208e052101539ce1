import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scopeKeys } from '../../../lambdas/lake/keys.ts';
import { continues, moveLastCommit } from '../../../lambdas/settlement/move-last-commit.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { aCommit } from '../../fakes/receipts.ts';

const LAST = '2026-11-21T00:00:00.000Z';
const NEXT = '2026-11-22T00:00:00.000Z';
const last = (membership: string | null = null) => ({
  exportId: 'earlier',
  transactionTime: LAST,
  membership,
});
const commitOf = (
  since: string | null,
  transactionTime: string,
  membership: string | null = null,
) => ({
  since,
  transactionTime,
  membership,
});

const cases: [string, Parameters<typeof continues>, boolean][] = [
  ['the first full one', [commitOf(null, NEXT), undefined], true],
  ['a first one that begins in the middle', [commitOf('2026-01-01', NEXT), undefined], false],
  ['one that goes on', [commitOf(LAST, NEXT), last()], true],
  ['one that overlaps', [commitOf('2026-11-20', NEXT), last()], true],
  ['a full one', [commitOf(null, NEXT), last()], true],
  ['one that leaves a gap', [commitOf('2026-11-21T00:00:01Z', NEXT), last()], false],
  ['one of the same moment', [commitOf(LAST, LAST), last()], false],
  ['an older full one (W3)', [commitOf(null, '2026-11-20T00:00:00Z'), last()], false],
  ['one of another zone', [commitOf('2026-11-21T01:00:00+01:00', NEXT), last()], true],
  ['one of the same members', [commitOf(LAST, NEXT, 'a'), last('a')], true],
  ['one of other members (W6)', [commitOf('2026-01-01', NEXT, 'b'), last('a')], false],
  ['one whose members are newly read (W6)', [commitOf(LAST, NEXT, 'a'), last()], false],
  ['a full one of other members', [commitOf(null, NEXT, 'b'), last('a')], true],
];
for (const [what, input, expected] of cases)
  test(`after ${what} the last commit ${expected ? 'moves' : 'stays'}`, () => {
    assert.equal(continues(...input), expected);
  });

const KEY = scopeKeys('acme', aCommit().scope).lastCommit;
const lastIn = async (storage: ReturnType<typeof memoryStorage>) =>
  JSON.parse((await storage.read(KEY))?.text ?? 'null');

test('the last commit holds the server’s transaction time unchanged, and the members (W7)', async () => {
  const storage = memoryStorage();
  const transactionTime = '2026-11-22T03:00:00.120+05:30';
  await moveLastCommit(aCommit({ exportId: 'a', transactionTime, membership: 'm' }), storage);
  assert.deepEqual(await lastIn(storage), { exportId: 'a', transactionTime, membership: 'm' });
});

test('it moves only forwards, in whatever order commits arrive (W3)', async () => {
  const storage = memoryStorage();
  const times = ['2026-11-20T00:00:00Z', '2026-11-22T00:00:00Z', '2026-11-21T00:00:00Z'];
  for (const transactionTime of times) await moveLastCommit(aCommit({ transactionTime }), storage);
  assert.equal((await lastIn(storage)).transactionTime, '2026-11-22T00:00:00Z');
});

test('moving it twice changes nothing', async () => {
  const storage = memoryStorage();
  await moveLastCommit(aCommit(), storage);
  const before = await storage.read(KEY);
  await moveLastCommit(aCommit(), storage);
  assert.deepEqual(await storage.read(KEY), before);
});

test('of two commits at the same moment the later time stays (W3)', async () => {
  for (const order of [
    ['2026-11-20T00:00:00Z', '2026-11-22T00:00:00Z'],
    ['2026-11-22T00:00:00Z', '2026-11-20T00:00:00Z'],
  ]) {
    const storage = memoryStorage();
    await Promise.all(
      order.map((transactionTime) => moveLastCommit(aCommit({ transactionTime }), storage)),
    );
    assert.equal((await lastIn(storage)).transactionTime, '2026-11-22T00:00:00Z');
  }
});

const standing: [string, Partial<ReturnType<typeof aCommit>>][] = [
  ['that its server calls incomplete (M11)', { complete: false }],
  ['that was asked to end before the server’s time (_until)', { continuable: false }],
];
for (const [what, changes] of standing)
  test(`an export ${what} leaves the last commit unchanged`, async () => {
    const storage = memoryStorage();
    await moveLastCommit(aCommit(changes), storage);
    assert.equal(await lastIn(storage), null);
    await moveLastCommit(aCommit({ transactionTime: LAST }), storage);
    await moveLastCommit(aCommit({ transactionTime: NEXT, since: LAST, ...changes }), storage);
    assert.equal((await lastIn(storage)).transactionTime, LAST);
  });

test('other scopes are not moved (W4)', async () => {
  const storage = memoryStorage();
  await moveLastCommit(aCommit({ scope: 'another' }), storage);
  assert.equal(await lastIn(storage), null);
});
