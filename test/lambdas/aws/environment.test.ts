import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environment } from '../../../lambdas/aws/environment.ts';

test('a variable is read, and one that is missing or empty is named', (context) => {
  const before = process.env.BUCKET;
  context.after(() => {
    if (before === undefined) delete process.env.BUCKET;
    else process.env.BUCKET = before;
  });
  process.env.BUCKET = 'lake';
  assert.equal(environment('BUCKET'), 'lake');
  const missing = { name: 'SettingsInvalid', message: /BUCKET is not set/ };
  process.env.BUCKET = '';
  assert.throws(() => environment('BUCKET'), missing);
  delete process.env.BUCKET;
  assert.throws(() => environment('BUCKET'), missing);
});
