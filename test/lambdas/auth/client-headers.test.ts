import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientHeaders } from '../../../lambdas/auth/client-headers.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';

const secretOf = (word: string) => ({ client_id: 'test-client', client_secret: word });

test('the headers are 1upHealth’s, underscores included (oneup-api 3)', async () => {
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

test('after a 401 a secret that was changed is used, and one that was not is no news', async () => {
  const secrets = memorySecrets({ a: secretOf('test-old') });
  const login = clientHeaders('a', 'client', secrets);
  await login.headers('status');
  assert.equal(await login.renew('status'), false);
  await secrets.write('a', JSON.stringify(secretOf('test-new')));
  assert.equal(await login.renew('status'), true);
  assert.equal((await login.headers('status')).client_secret, 'test-new');
});

test('a store that failed once is asked again', async () => {
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
