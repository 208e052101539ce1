import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  GetPublicKeyCommand,
  type KeySpec,
  SignCommand,
  type SigningAlgorithmSpec,
} from '@aws-sdk/client-kms';
import { type Case, type Clients, refusedWith } from './case.ts';

const create = async ({ kms }: Clients, KeySpec: KeySpec) => {
  const made = await kms.send(new CreateKeyCommand({ KeySpec, KeyUsage: 'SIGN_VERIFY' }));
  return made.KeyMetadata?.KeyId ?? '';
};

const alias = ({ kms }: Clients, AliasName: string, TargetKeyId: string) =>
  kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));

const sign = (
  { kms }: Clients,
  KeyId: string,
  SigningAlgorithm: SigningAlgorithmSpec,
  Message = Buffer.from('a message'),
) => kms.send(new SignCommand({ KeyId, SigningAlgorithm, MessageType: 'RAW', Message }));

const publicKey = async ({ kms }: Clients, KeyId: string) => {
  const { PublicKey = new Uint8Array() } = await kms.send(new GetPublicKeyCommand({ KeyId }));
  return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
};

const specs: [KeySpec, SigningAlgorithmSpec, SigningAlgorithmSpec][] = [
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_384', 'ECDSA_SHA_384'],
  ['ECC_NIST_P384', 'ECDSA_SHA_384', 'RSASSA_PKCS1_V1_5_SHA_384'],
];

export const kmsCases: Case[] = [
  ...specs.map(([spec, algorithm]) => ({
    name: `a key of ${spec} signs a message by ${algorithm}, which its public key verifies`,
    async run(clients: Clients) {
      const id = await create(clients, spec);
      const { Signature = new Uint8Array() } = await sign(clients, id, algorithm);
      const key = await publicKey(clients, id);
      assert.ok(verify('sha384', Buffer.from('a message'), key, Signature));
    },
  })),
  ...specs.map(([spec, , other]) => ({
    name: `a key of ${spec} does not sign by ${other}`,
    async run(clients: Clients) {
      const id = await create(clients, spec);
      const call = sign(clients, id, other);
      await refusedWith(call, 'InvalidKeyUsageException', 'ValidationException');
    },
  })),
  {
    name: 'a key is found by its alias, its id and its ARN',
    async run(clients) {
      const id = await create(clients, 'ECC_NIST_P384');
      await alias(clients, 'alias/known/by', id);
      const { KeyId: arn = '' } = await sign(clients, 'alias/known/by', 'ECDSA_SHA_384');
      const keys = await Promise.all(
        [id, arn, 'alias/known/by'].map((name) => publicKey(clients, name)),
      );
      for (const key of keys) assert.ok(keys[0]?.equals(key));
    },
  },
  {
    name: 'an alias is created once',
    async run(clients) {
      const id = await create(clients, 'ECC_NIST_P384');
      await alias(clients, 'alias/once', id);
      await refusedWith(alias(clients, 'alias/once', id), 'AlreadyExistsException');
    },
  },
  {
    name: 'an unknown key is NotFoundException for Sign and GetPublicKey',
    async run(clients) {
      await refusedWith(sign(clients, 'alias/none', 'ECDSA_SHA_384'), 'NotFoundException');
      await refusedWith(publicKey(clients, 'alias/none'), 'NotFoundException');
    },
  },
  {
    name: 'a message of more than 4,096 bytes is not signed',
    async run(clients) {
      const id = await create(clients, 'ECC_NIST_P384');
      await sign(clients, id, 'ECDSA_SHA_384', Buffer.alloc(4096, 'a'));
      const long = sign(clients, id, 'ECDSA_SHA_384', Buffer.alloc(4097, 'a'));
      await refusedWith(long, 'ValidationException');
    },
  },
];
