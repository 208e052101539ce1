import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOutcomes, checkReceipts } from '../../../lambdas/5-publish/check-receipts.ts';
import { segmentKey } from '../../../lambdas/lake/keys.ts';
import type { PlanRecord } from '../../../lambdas/lake/plan-records.ts';
import type { IssueCounts, Receipt } from '../../../lambdas/lake/receipt-records.ts';
import { aPlan, landedKey } from '../../fakes/builders.ts';
import { A_CHECKSUM, aQuarantinedReceipt, aReceipt } from '../../fakes/receipts.ts';

const KEYS = { one: landedKey('Patient', 1), two: landedKey('Patient', 2) };
const one = aReceipt({ bytes: 10, lines: 2 });
const two = aReceipt({ index: 2, key: KEYS.two, bytes: 20, lines: 3 });
const put = aQuarantinedReceipt({ index: 2 });
const stored = new Map([
  [KEYS.one, 10],
  [KEYS.two, 20],
]);
const plan = (changes: Partial<PlanRecord> = {}) => aPlan({ files: 2, ...changes });

const without = (key: string) => new Map([...stored].filter(([each]) => each !== key));
const besides = (...strays: string[]) =>
  new Map([...stored, ...strays.map((key): [string, number] => [key, 1])]);

test('matching receipts, plan and bucket pass (W1)', () => {
  checkReceipts(plan(), [one, two], stored);
  checkReceipts(plan({ resourceCount: 5 }), [one, two], stored);
  checkReceipts(plan({ files: 0, resourceCount: 0 }), [], new Map());
});

const pieces = [1, 2].map((piece) => segmentKey(KEYS.two, piece, 'gzip'));
const objects = pieces.map((key) => ({ key, bytes: 4, lines: 1, checksum: A_CHECKSUM }));
const inTwo = aReceipt({ index: 2, objects, bytes: 20, lines: 2 });

test('a file counts as its objects in the bucket, each in its stored size (W1)', () => {
  const there = new Map([[KEYS.one, 10], ...pieces.map((key): [string, number] => [key, 4])]);
  checkReceipts(plan({ resourceCount: 4 }), [one, inTwo], there);
  there.delete(pieces[1] ?? '');
  assert.throws(() => checkReceipts(plan(), [one, inTwo], there), {
    message: `${pieces[1]} has no bytes, its receipt 4`,
  });
});

test('a quarantined file is not an object of the lake, and its records are unknown (D10)', () => {
  for (const resourceCount of [undefined, 2, 5])
    checkReceipts(aPlan({ files: 2, resourceCount }), [one, put], without(KEYS.two));
});

type Refusal = [string, PlanRecord, Receipt[], Map<string, number>, string];
const refusals: Refusal[] = [
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
    without(KEYS.two),
    `${KEYS.two} has no bytes, its receipt 20`,
  ],
  [
    'there is an object without a receipt',
    plan(),
    [one, two],
    besides('fhir/stray'),
    'objects without a receipt: fhir/stray; delete every object that no receipt names, then resume the export',
  ],
  [
    'there are many, of which three are named',
    plan(),
    [one, two],
    besides('a', 'b', 'c', 'd', 'e'),
    'objects without a receipt: a, b, c and 2 more; delete every object that no receipt names, then resume the export',
  ],
  [
    'a file lies in the lake that was quarantined',
    plan(),
    [one, put],
    stored,
    `objects without a receipt: ${KEYS.two}; delete every object that no receipt names, then resume the export`,
  ],
  [
    'another object is in its place',
    plan(),
    [one, two],
    new Map([...without(KEYS.two), ['fhir/stray', 20]]),
    `${KEYS.two} has no bytes, its receipt 20`,
  ],
  [
    'an object was cut',
    plan(),
    [one, two],
    new Map([...stored, [KEYS.two, 19]]),
    `${KEYS.two} has 19 bytes, its receipt 20`,
  ],
  [
    'two files have one key',
    plan(),
    [one, aReceipt({ index: 2, key: KEYS.one })],
    without(KEYS.two),
    `two receipts name ${KEYS.one}`,
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
  [
    'more landed than the server counted, though a file is quarantined',
    plan({ resourceCount: 1 }),
    [one, put],
    without(KEYS.two),
    '2 records landed, the server counted 1',
  ],
];
for (const [what, planned, receipts, there, message] of refusals)
  test(`publication is refused if ${what} (W1)`, () => {
    assert.throws(() => checkReceipts(planned, receipts, there), {
      name: 'PublishRefused',
      message,
    });
  });

const outcomes = (part: number, issues: Partial<IssueCounts>) =>
  aReceipt({
    index: part + 1,
    type: 'bulk_outcome',
    key: landedKey('bulk_outcome', part),
    issues: { fatal: 0, error: 0, warning: 0, information: 0, ...issues },
  });
const good = [aReceipt(), outcomes(1, { warning: 9, information: 9 })];
const bad = [...good, outcomes(2, { error: 2 }), outcomes(3, { fatal: 1, warning: 5 })];

test('warnings and information never count, nor do files without outcomes (rule 35)', () => {
  for (const onOutcome of ['warn', 'partial', 'fail'] as const) {
    assert.equal(checkOutcomes([], onOutcome), true);
    assert.equal(checkOutcomes(good, onOutcome), true);
  }
});

test('with "warn" an export with errors is still complete (M11)', () => {
  assert.equal(checkOutcomes(bad, 'warn'), true);
});

test('with "partial" one error or one fatal makes it incomplete (M11)', () => {
  assert.equal(checkOutcomes(bad, 'partial'), false);
  assert.equal(checkOutcomes([outcomes(1, { error: 1 })], 'partial'), false);
  assert.equal(checkOutcomes([outcomes(1, { fatal: 1 })], 'partial'), false);
});

test('with "fail" it is refused, with the number of errors and the first file that has one (M11)', () => {
  assert.throws(() => checkOutcomes(bad, 'fail'), {
    name: 'ServerReportedErrors',
    message: `the server reported 3 errors in this export: see ${landedKey('bulk_outcome', 2)}; "onOutcome": "partial" publishes such an export as not complete`,
  });
});
