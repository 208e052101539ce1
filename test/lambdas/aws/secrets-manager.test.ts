import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretsManager } from '../../../lambdas/aws/secrets-manager.ts';
import { type AwsReply, awsWire, jsonCall } from '../../fakes/aws-wire.ts';

function world(body: object, status = 200) {
  const answer: AwsReply = { status, body: JSON.stringify(body) };
  const { requests, aws } = awsWire([answer]);
  const secrets = secretsManager(aws);
  return { secrets, calls: () => requests.map(jsonCall) };
}

test('a secret is read by its name', async () => {
  const { secrets, calls } = world({ SecretString: '{"a":1}' });
  assert.equal(await secrets.read('sluice/acme'), '{"a":1}');
  assert.deepEqual(calls(), [{ operation: 'GetSecretValue', input: { SecretId: 'sluice/acme' } }]);
});

test('a rotated value is written back', async () => {
  const { secrets, calls } = world({});
  await secrets.write('sluice/acme', '{"a":2}');
  const [call] = calls();
  assert.equal(call?.operation, 'PutSecretValue');
  assert.partialDeepStrictEqual(call?.input, { SecretId: 'sluice/acme', SecretString: '{"a":2}' });
});

test('the error of a secret that does not exist, or is empty, says what to do', async () => {
  const missing = {
    name: 'SettingsInvalid',
    message: 'secret "sluice/acme" has no value; put the credential\'s JSON into it',
  };
  const gone = { __type: 'ResourceNotFoundException', message: 'no' };
  await assert.rejects(world(gone, 400).secrets.read('sluice/acme'), missing);
  await assert.rejects(world({}).secrets.read('sluice/acme'), missing);
});

test('any other error keeps its name', async () => {
  const denied = { __type: 'AccessDeniedException', message: 'no' };
  await assert.rejects(world(denied, 400).secrets.read('sluice/acme'), {
    name: 'AccessDeniedException',
  });
});
