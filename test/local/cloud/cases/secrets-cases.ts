import assert from 'node:assert/strict';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { type Case, type Clients, refusedWith } from './case.ts';

const create = ({ secrets }: Clients, Name: string, SecretString: string) =>
  secrets.send(new CreateSecretCommand({ Name, SecretString }));

const store = ({ secrets }: Clients, SecretId: string, SecretString: string) =>
  secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));

const read = ({ secrets }: Clients, SecretId: string) =>
  secrets.send(new GetSecretValueCommand({ SecretId }));

export const secretsCases: Case[] = [
  {
    name: 'a secret is created, read and rotated',
    async run(clients) {
      await create(clients, 'secrets/rotated', 'first value');
      assert.equal((await read(clients, 'secrets/rotated')).SecretString, 'first value');
      const { VersionId } = await store(clients, 'secrets/rotated', 'second value');
      const current = await read(clients, 'secrets/rotated');
      assert.equal(current.SecretString, 'second value');
      assert.equal(current.VersionId, VersionId);
      assert.equal(current.Name, 'secrets/rotated');
    },
  },
  {
    name: 'an unknown secret is ResourceNotFoundException for reading and rotating',
    async run(clients) {
      await refusedWith(read(clients, 'secrets/none'), 'ResourceNotFoundException');
      await refusedWith(store(clients, 'secrets/none', 'x'), 'ResourceNotFoundException');
    },
  },
  {
    name: 'a secret is created once',
    async run(clients) {
      await create(clients, 'secrets/once', 'first value');
      await refusedWith(create(clients, 'secrets/once', 'x'), 'ResourceExistsException');
      assert.equal((await read(clients, 'secrets/once')).SecretString, 'first value');
    },
  },
  {
    name: 'names that differ in case or in a slash are different secrets',
    async run(clients) {
      const names = ['secrets/Case', 'secrets/case', 'secrets/case/below', 'secrets/..'];
      for (const name of names) await create(clients, name, `value of ${name}`);
      for (const name of names)
        assert.equal((await read(clients, name)).SecretString, `value of ${name}`);
    },
  },
];
