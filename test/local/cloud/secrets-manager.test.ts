import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { cloudOver, inProcess, withFolder } from './local-cloud.ts';

const SecretId = 'sluice/acme';

const secretsOver = (directory: string, seed?: string) =>
  inProcess(cloudOver(directory, { seeds: seed === undefined ? {} : { [SecretId]: seed } }))
    .secrets;

type Secrets = ReturnType<typeof secretsOver>;

const read = async (secrets: Secrets) =>
  (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;

const rotate = (secrets: Secrets, SecretString: string) =>
  secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));

test('a seed is read without being created first', () =>
  withFolder(async (directory) => {
    assert.equal(await read(secretsOver(directory, 'seed')), 'seed');
  }));

test('a rotated value survives the process, and replaces its seed', () =>
  withFolder(async (directory) => {
    await rotate(secretsOver(directory, 'seed'), 'rotated');
    assert.equal(await read(secretsOver(directory, 'seed')), 'rotated');
    assert.equal(await read(secretsOver(directory)), 'rotated');
  }));

test('a changed seed replaces the stored value', () =>
  withFolder(async (directory) => {
    await rotate(secretsOver(directory, 'seed'), 'rotated');
    const renewed = secretsOver(directory, 'renewed');
    assert.equal(await read(renewed), 'renewed');
    await rotate(renewed, 'rotated again');
    assert.equal(await read(secretsOver(directory, 'renewed')), 'rotated again');
  }));

test('a seed cannot be created again', () =>
  withFolder(async (directory) => {
    const create = new CreateSecretCommand({ Name: SecretId, SecretString: 'x' });
    const secrets = secretsOver(directory, 'seed');
    await assert.rejects(secrets.send(create), { name: 'ResourceExistsException' });
  }));

test('stored secrets are readable by this user only, and their file names hide their names', () =>
  withFolder(async (directory) => {
    await rotate(secretsOver(directory, 'seed'), 'rotated');
    const folder = join(directory, '.sluice', 'secrets');
    const [file = ''] = readdirSync(folder);
    assert.match(file, /^[0-9a-f]{64}\.json$/);
    assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  }));
