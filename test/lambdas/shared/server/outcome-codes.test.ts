import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeCodes } from '../../../../lambdas/shared/server/outcome-codes.ts';

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
