import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { Auth } from '../../../lambdas/settings/auth.ts';
import { expectedKeys } from '../../../local/laptop/local-cloud.ts';
import { aSource } from '../../fakes/builders.ts';
import { cloudOver, inProcess, withFolder } from '../cloud/local-cloud.ts';

const ID = '12345678-1234-1234-1234-123456789012';
const ARN = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;
const auth = Auth.parse({
  kind: 'smart-backend',
  clientId: 'test-client',
  key: {
    kind: 'kms',
    keys: [
      { key: 'alias/acme', alg: 'ES384' },
      { key: ARN, alg: 'RS384' },
    ],
  },
});
const expected = expectedKeys({ acme: aSource({ auth }), other: aSource() });

const kmsOver = (directory: string) =>
  inProcess(cloudOver(directory, { expectedKeys: expected })).kms;
const publicKey = async (kms: ReturnType<typeof kmsOver>, KeyId: string) =>
  (await kms.send(new GetPublicKeyCommand({ KeyId }))).PublicKey;

test('the expected keys are those that the settings name, with their types', () => {
  assert.deepEqual(expected, { 'alias/acme': 'ECC_NIST_P384', [ARN]: 'RSA_3072' });
});

test('an expected key is created on first use and survives the process', () =>
  withFolder(async (directory) => {
    for (const name of ['alias/acme', ARN]) {
      const first = await publicKey(kmsOver(directory), name);
      assert.deepEqual(await publicKey(kmsOver(directory), name), first);
    }
    const Message = Buffer.from('a message');
    const command = { KeyId: 'alias/acme', SigningAlgorithm: 'ECDSA_SHA_384', Message } as const;
    await kmsOver(directory).send(new SignCommand(command));
    await assert.rejects(publicKey(kmsOver(directory), 'alias/other'), {
      name: 'NotFoundException',
    });
  }));

test('stored keys are readable by this user only, and their file names hide their names', () =>
  withFolder(async (directory) => {
    await publicKey(kmsOver(directory), 'alias/acme');
    for (const kind of ['keys', 'aliases']) {
      const folder = join(directory, '.sluice', 'kms', kind);
      const [file = ''] = readdirSync(folder);
      assert.match(file, /^[0-9a-f]{64}\.json$/);
      assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600);
      assert.equal(statSync(folder).mode & 0o777, 0o700);
    }
  }));
