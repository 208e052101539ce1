import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearer, SECRET, refreshWorld as world } from './refresh-world.ts';

/** A refresh token serves once, and many requests and Lambdas have the same. */

test('requests side by side wait for one refresh', async () => {
  const { container, http } = world();
  const login = container();
  const headers = await Promise.all([1, 2, 3].map(() => login.headers('file')));
  assert.deepEqual(headers, [bearer(1), bearer(1), bearer(1)]);
  assert.equal(http.requests.length, 1);
});

test('a container whose refresh token was just used waits for the other’s token', async () => {
  for (const [i, sleeps] of [[2000], [2000, 4000], [2000, 4000, 8000, 16_000]].entries()) {
    const { container, secrets, clock } = world();
    const stale = secrets.values.get('a') ?? '';
    await container().headers('status');
    const late = { ...secrets, read: readsOf(stale, sleeps.length + 1, secrets.read) };
    assert.deepEqual(await container(false, late).headers('status'), bearer(1), `${i}`);
    assert.deepEqual(clock.sleeps, sleeps);
  }
});

/** A secret that is seen as it was for so many reads, and then as it is. */
function readsOf(stale: string, times: number, read: (name: string) => Promise<string>) {
  let reads = 0;
  return async (name: string) => {
    reads += 1;
    return reads <= times ? stale : read(name);
  };
}

test('a refresh token that nobody else has used up is refused for good', async () => {
  const { container, secrets } = world();
  secrets.values.set('a', JSON.stringify({ ...SECRET, refresh_token: 'test-wrong' }));
  await assert.rejects(container().headers('status'), {
    name: 'CredentialRefused',
    message: /check secret "a"$/,
  });
});

test('a 401 to a token whose refresh is refused, too, is refused for good', async () => {
  const { container, secrets, secret } = world();
  const login = container();
  await login.headers('status');
  secrets.values.set('a', JSON.stringify({ ...secret(), refresh_token: 'test-wrong' }));
  await assert.rejects(login.renew('status'), { name: 'CredentialRefused' });
});

test('a pair that an operator put in but no Lambda has used is not waited for', async () => {
  const { container, secrets } = world();
  const wrong = JSON.stringify({ ...SECRET, refresh_token: 'test-wrong' });
  const replaced = { ...SECRET, refresh_token: 'test-other', access_token: 'test-old' };
  secrets.values.set('a', JSON.stringify(replaced));
  const late = { ...secrets, read: readsOf(wrong, 2, secrets.read) };
  await assert.rejects(container(false, late).headers('status'), { name: 'CredentialRefused' });
});

test('a token endpoint that is down is not waited for here', async () => {
  const { container, clock, secrets } = world({ down: true });
  await assert.rejects(container().headers('status'), { name: 'ServerUnavailable' });
  assert.deepEqual(clock.sleeps, []);
  assert.equal(secrets.values.get('a'), JSON.stringify(SECRET));
});

test('while its token is young a container reads the secret once', async () => {
  const { container, secrets } = world();
  await container().headers('status');
  const reads: string[] = [];
  const read = (name: string) => {
    reads.push(name);
    return secrets.read(name);
  };
  const login = container(false, { ...secrets, read });
  for (let i = 0; i < 3; i += 1) await login.headers('status');
  assert.equal(reads.length, 1);
});
