import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkReceipts } from '../../../lambdas/5-publish/check-receipts.ts';
import type { PlanRecord } from '../../../lambdas/shared/records/plan-records.ts';
import type { Receipt } from '../../../lambdas/shared/records/receipt-records.ts';
import { aPlan, aReceipt, landedKey } from '../../fakes/builders.ts';

const one = aReceipt({ bytes: 10, lines: 2 });
const two = aReceipt({ index: 2, key: landedKey('Patient', 2), bytes: 20, lines: 3 });
const stored = new Map([
  [one.key, 10],
  [two.key, 20],
]);
const plan = (changes: Partial<PlanRecord> = {}) => aPlan({ files: 2, ...changes });

test('what adds up is let through (W1)', () => {
  checkReceipts(plan(), [one, two], stored);
  checkReceipts(plan({ resourceCount: 5 }), [one, two], stored);
  checkReceipts(plan({ files: 0, resourceCount: 0 }), [], new Map());
});

const without = (key: string) => new Map([...stored].filter(([each]) => each !== key));

const refusals: [string, PlanRecord, Receipt[], Map<string, number>, string][] = [
  ['a receipt is missing', plan(), [one], stored, '1 receipts for 2 files'],
  ['there is one too many', plan({ files: 1 }), [one, two], stored, '2 receipts for 1 files'],
  ['one file has two', plan(), [one, one], stored, '2 receipts for 2 files'],
  [
    'they are of other files',
    plan(),
    [one, { ...two, index: 3 }],
    stored,
    '2 receipts for 2 files',
  ],
  ['nothing was downloaded', plan(), [], new Map(), '0 receipts for 2 files'],
  [
    'an object is missing',
    plan(),
    [one, two],
    without(two.key),
    '1 objects in the bucket for 2 files',
  ],
  [
    'there is an object without a receipt',
    plan(),
    [one, two],
    new Map([...stored, ['fhir/Patient/stray', 1]]),
    '3 objects in the bucket for 2 files',
  ],
  [
    'another object is in its place',
    plan(),
    [one, two],
    new Map([...without(two.key), ['fhir/Patient/stray', 20]]),
    `${two.key} has no bytes, its receipt 20`,
  ],
  [
    'an object was cut',
    plan(),
    [one, two],
    new Map([...stored, [two.key, 19]]),
    `${two.key} has 19 bytes, its receipt 20`,
  ],
  [
    'two files have one key',
    plan(),
    [one, { ...two, key: one.key }],
    new Map([[one.key, 10]]),
    '1 objects in the bucket for 2 files',
  ],
  [
    'the server counted more records',
    plan({ resourceCount: 6 }),
    [one, two],
    stored,
    '5 records landed, the server counted 6',
  ],
  [
    'the server counted none',
    plan({ resourceCount: 0 }),
    [one, two],
    stored,
    '5 records landed, the server counted 0',
  ],
];
for (const [what, planned, receipts, objects, message] of refusals)
  test(`it is refused where ${what} (W1)`, () => {
    assert.throws(() => checkReceipts(planned, receipts, objects), {
      name: 'PublishRefused',
      message,
    });
  });
