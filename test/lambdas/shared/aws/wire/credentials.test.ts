import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { lambdaCredentials } from '../../../../../lambdas/shared/aws/wire/credentials.ts';

/** Sets variables for one test. */
function variables(context: TestContext, values: Record<string, string>) {
  const before = { ...process.env };
  context.after(() => {
    process.env = before;
  });
  process.env = { ...before, ...values };
}

test('the credentials of the role come from the environment, with their token if there is one', (t) => {
  const key = { AWS_ACCESS_KEY_ID: 'test-client', AWS_SECRET_ACCESS_KEY: 'test-word' };
  const pair = { accessKeyId: 'test-client', secretAccessKey: 'test-word' };
  variables(t, { ...key, AWS_SESSION_TOKEN: 'session' });
  assert.deepEqual(lambdaCredentials(), { ...pair, sessionToken: 'session' });
  variables(t, { ...key, AWS_SESSION_TOKEN: '' });
  assert.deepEqual(lambdaCredentials(), pair);
});

test('a variable that is missing is named', (t) => {
  variables(t, { AWS_ACCESS_KEY_ID: '' });
  const missing = { name: 'SettingsInvalid', message: /AWS_ACCESS_KEY_ID is not set/ };
  assert.throws(lambdaCredentials, missing);
});
