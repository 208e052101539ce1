import assert from 'node:assert/strict';
import { test } from 'node:test';
import { issueCodes, outcomeCodes } from '../../../../lambdas/dialects/bulk-data/outcome-codes.ts';

const outcome = (...issue: object[]) => JSON.stringify({ resourceType: 'OperationOutcome', issue });

test('an outcome gives its codes, each once, and nothing of its diagnostics (K8)', () => {
  const text = outcome(
    { code: 'invalid', diagnostics: 'marker-of-a-patient' },
    { code: 'not-found', details: { text: 'marker-of-a-patient' } },
    { code: 'invalid' },
  );
  assert.equal(outcomeCodes(text), ' (invalid, not-found)');
});

const others = [
  '',
  '<html>',
  '{}',
  '[]',
  JSON.stringify({ resourceType: 'Patient', issue: [{ code: 'invalid' }] }),
  JSON.stringify({ resourceType: 'OperationOutcome' }),
  outcome({ code: 'Marker Of A Patient' }),
  outcome({ code: 'x'.repeat(41) }),
  outcome({ code: 7 }),
];
for (const text of others)
  test(`${text.slice(0, 60) || 'nothing'} gives no words at all`, () => {
    assert.equal(outcomeCodes(text), '');
  });

test('codes that cannot be read are none, and another body is no outcome at all (rule 28)', () => {
  assert.deepEqual(issueCodes(outcome({ code: 'invalid' }, { code: 'invalid' })), ['invalid']);
  for (const text of [outcome(), outcome({ code: 7 }), '{"resourceType":"OperationOutcome"}'])
    assert.deepEqual(issueCodes(text), []);
  for (const text of ['', '<html>', '{}', '{"resourceType":"Patient"}'])
    assert.equal(issueCodes(text), undefined);
});
