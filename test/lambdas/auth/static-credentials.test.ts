import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientHeaders } from '../../../lambdas/auth/static-credentials.ts';
import { aSource } from '../../fakes/builders.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

/** Credentials in a secret that do not expire. */

const NAME = 'sluice/acme';

function login(kind: 'basic' | 'static-bearer', secret: object) {
  const source = aSource({ auth: { kind, secret: NAME } });
  const deps = stepDeps({ source, secrets: { [NAME]: secret } });
  const write = (next: object) => deps.secrets.write(NAME, JSON.stringify(next));
  return { login: deps.authenticators('acme', source), write };
}

const basic = (encoded: string) => ({ authorization: `Basic ${encoded}` });

test('HTTP Basic sends name and password in UTF-8 as base64 (RFC 7617)', async () => {
  const { login: ours } = login('basic', { username: 'tést', password: 'a:b c' });
  const sent = Buffer.from('tést:a:b c', 'utf8').toString('base64');
  assert.deepEqual(await ours.headers('kick-off'), basic(sent));
});

test('a static token is sent as Bearer, for every purpose', async () => {
  const { login: ours } = login('static-bearer', { token: 'test-token' });
  for (const purpose of ['kick-off', 'status', 'file', 'cancel'] as const)
    assert.deepEqual(await ours.headers(purpose), { authorization: 'Bearer test-token' });
});

test('after a 401 a changed secret is used, and an unchanged one is no new credential', async () => {
  const { login: ours, write } = login('static-bearer', { token: 'test-old' });
  await ours.headers('status');
  assert.equal(await ours.renew('status'), false);
  await write({ token: 'test-new' });
  assert.equal(await ours.renew('status'), true);
  assert.deepEqual(await ours.headers('status'), { authorization: 'Bearer test-new' });
});

test('a changed password is used after a 401, also with the same user name', async () => {
  const { login: ours, write } = login('basic', { username: 'test', password: 'old' });
  await ours.headers('status');
  await write({ username: 'test', password: 'new' });
  assert.equal(await ours.renew('status'), true);
});

test('a change that one request found is also new for another that sent the old secret', async () => {
  const { login: ours, write } = login('static-bearer', { token: 'test-old' });
  await Promise.all([ours.headers('file'), ours.headers('file')]);
  await write({ token: 'test-new' });
  assert.equal(await ours.renew('file'), true);
  assert.equal(await ours.renew('file'), true);
});

const wrong: ['basic' | 'static-bearer', object, string][] = [
  ['basic', { username: 'marker' }, 'password'],
  ['basic', { username: 'mark:er', password: 'marker' }, 'username'],
  ['basic', { username: '', password: 'marker' }, 'username'],
  ['static-bearer', {}, 'token'],
  ['static-bearer', { token: 'marker\n' }, 'token'],
  ['static-bearer', { token: 'marker marker' }, 'token'],
];
for (const [kind, secret, field] of wrong)
  test(`${kind}: ${JSON.stringify(secret)} lacks ${field}, and is not quoted`, async () => {
    const message = `secret "${NAME}" lacks ${field}`;
    await assert.rejects(login(kind, secret).login.headers('status'), {
      name: 'SettingsInvalid',
      message,
    });
  });

const secretOf = (word: string) => ({ client_id: 'test-client', client_secret: word });

test('the headers have 1upHealth’s names, with underscores (1up 3)', async () => {
  const secrets = memorySecrets({ a: secretOf('test-word') });
  assert.deepEqual(await clientHeaders('a', 'client', secrets).headers('file'), {
    client_id: 'test-client',
    client_secret: 'test-word',
    'x-oneup-user-id': 'client',
  });
});

test('the secret is read once for many requests', async () => {
  const secrets = memorySecrets({ a: secretOf('test-word') });
  const reads: string[] = [];
  const read = (name: string) => {
    reads.push(name);
    return secrets.read(name);
  };
  const login = clientHeaders('a', 'client', { ...secrets, read });
  await Promise.all([login.headers('status'), login.headers('file')]);
  await login.headers('file');
  assert.deepEqual(reads, ['a']);
});

test('after a 401 a changed secret is used, and an unchanged one is no new credential', async () => {
  const secrets = memorySecrets({ a: secretOf('test-old') });
  const login = clientHeaders('a', 'client', secrets);
  await login.headers('status');
  assert.equal(await login.renew('status'), false);
  await secrets.write('a', JSON.stringify(secretOf('test-new')));
  assert.equal(await login.renew('status'), true);
  assert.equal((await login.headers('status')).client_secret, 'test-new');
});

test('a secret that could not be read once is read again', async () => {
  const secrets = memorySecrets();
  const login = clientHeaders('a', 'client', secrets);
  await assert.rejects(login.headers('status'), { name: 'SettingsInvalid' });
  await secrets.write('a', JSON.stringify(secretOf('test-word')));
  assert.equal((await login.headers('status')).client_secret, 'test-word');
  secrets.values.delete('a');
  await assert.rejects(login.renew('status'), { name: 'SettingsInvalid' });
  await secrets.write('a', JSON.stringify(secretOf('test-back')));
  assert.equal((await login.headers('status')).client_secret, 'test-back');
});
