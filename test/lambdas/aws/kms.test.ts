import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kms } from '../../../lambdas/aws/kms.ts';
import { type AwsReply, awsWire, jsonCall } from '../../fakes/aws-wire.ts';

function keysOver(answer: AwsReply) {
  const { requests, aws } = awsWire([answer]);
  const call = () => (requests[0] ? jsonCall(requests[0]) : undefined);
  return { keys: kms(aws), call };
}

const message = Buffer.from('a message');
const body = (answer: object): AwsReply => ({ body: JSON.stringify(answer) });
const error = (type: string): AwsReply => ({ status: 400, ...body({ __type: type }) });

for (const [alg, algorithm] of [
  ['RS384', 'RSASSA_PKCS1_V1_5_SHA_384'],
  ['ES384', 'ECDSA_SHA_384'],
] as const)
  test(`${alg} is asked for as ${algorithm}, over the whole message (rule 8)`, async () => {
    const { keys, call } = keysOver(body({ Signature: Buffer.from('signed').toString('base64') }));
    assert.equal((await keys.sign('alias/acme', alg, message)).toString(), 'signed');
    assert.deepEqual(call(), {
      operation: 'Sign',
      input: {
        KeyId: 'alias/acme',
        SigningAlgorithm: algorithm,
        MessageType: 'RAW',
        Message: message.toString('base64'),
      },
    });
  });

test('a public key is returned as KMS gives it', async () => {
  const { keys, call } = keysOver(body({ PublicKey: Buffer.from('der').toString('base64') }));
  assert.equal((await keys.publicKey('alias/acme')).toString(), 'der');
  assert.deepEqual(call(), { operation: 'GetPublicKey', input: { KeyId: 'alias/acme' } });
});

for (const type of [
  'DisabledException',
  'InvalidKeyUsageException',
  'KMSInvalidStateException',
  'NotFoundException',
])
  test(`${type} is SettingsInvalid, which names the key`, async () => {
    await assert.rejects(keysOver(error(type)).keys.sign('alias/acme', 'ES384', message), {
      name: 'SettingsInvalid',
      message: 'KMS key "alias/acme" cannot sign by ES384; see docs/login.md',
    });
    await assert.rejects(keysOver(error(type)).keys.publicKey('alias/acme'), {
      name: 'SettingsInvalid',
      message: 'KMS key "alias/acme" cannot give a public key; see docs/login.md',
    });
  });

test('an error that is transient or about permissions keeps its name (S5, S6)', async () => {
  for (const name of ['ThrottlingException', 'AccessDeniedException', 'KMSInternalException'])
    await assert.rejects(keysOver(error(name)).keys.sign('alias/acme', 'ES384', message), { name });
});

test('an empty answer is no signature', async () => {
  await assert.rejects(keysOver(body({})).keys.sign('alias/acme', 'ES384', message), {
    name: 'SettingsInvalid',
  });
});
