import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearerRefresh } from '../../../lambdas/auth/bearer-refresh.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';
import { scriptedHttp } from '../../fakes/scripted-http.ts';

const tokenUrl = 'https://auth.example/token';
const SECRET = {
  client_id: 'test-client',
  client_secret: 'test-word',
  refresh_token: 'test-refresh-0',
  note: 'an operator’s own',
};

/** A token endpoint that accepts each refresh token once and returns the next (RFC 6749 §6). */
function world({ rotates = true, down = false } = {}) {
  let issued = 0;
  const clock = manualClock();
  const secrets = memorySecrets({ a: SECRET });
  const http = scriptedHttp({
    [`POST ${tokenUrl}`]: ({ body }) => {
      if (down) return { status: 503 };
      const given = new URLSearchParams(body).get('refresh_token');
      if (rotates && given !== `test-refresh-${issued}`) return { status: 400 };
      issued += 1;
      const token = { access_token: `test-${issued}`, token_type: 'bearer', expires_in: 7200 };
      const refresh = rotates ? { refresh_token: `test-refresh-${issued}` } : {};
      return { body: JSON.stringify({ ...token, ...refresh }) };
    },
  });
  const settings = { kind: 'bearer-refresh' as const, secret: 'a', userId: 'client', tokenUrl };
  /** As another Lambda container sees it: nothing in memory, the same secret. */
  const container = (filesByClientHeaders = false, store = secrets) =>
    bearerRefresh(
      { ...settings, private: false, filesByClientHeaders },
      { http, clock, secrets: store },
    );
  const secret = () => JSON.parse(secrets.values.get('a') ?? '{}');
  return { clock, secrets, http, container, secret };
}

/** What a request carries with the n-th token. */
const bearer = (n: number) => ({ authorization: `Bearer test-${n}` });

test('a refresh writes the rotated tokens back, and keeps the other fields of the secret', async () => {
  const { container, secret, http } = world();
  assert.deepEqual(await container().headers('status'), bearer(1));
  assert.deepEqual(secret(), {
    ...SECRET,
    refresh_token: 'test-refresh-1',
    access_token: 'test-1',
    renew_at: '2026-11-22T04:36:00.000Z',
  });
  assert.match(http.requests[0]?.body ?? '', /^grant_type=refresh_token&client_id=test-client&/);
});

test('the next container uses the token in the secret, and refreshes it when it is due', async () => {
  const { container, clock, http } = world();
  await container().headers('status');
  const next = container();
  clock.advance(7200 * 0.8 - 1);
  assert.deepEqual(await next.headers('status'), bearer(1));
  assert.equal(http.requests.length, 1);
  clock.advance(1);
  assert.deepEqual(await next.headers('status'), bearer(2));
});

test('a token that another container refreshed in the meantime is used', async () => {
  const { container, clock, http } = world();
  const [one, other] = [container(), container()];
  await one.headers('status');
  await other.headers('status');
  clock.advance(7200);
  await one.headers('status');
  assert.deepEqual(await other.headers('status'), bearer(2));
  assert.equal(http.requests.length, 2);
});

test('a refresh token that does not rotate is kept', async () => {
  const { container, secret } = world({ rotates: false });
  await container().headers('status');
  assert.equal(secret().refresh_token, 'test-refresh-0');
});

test('a 401 refreshes, or takes the token that another container has already', async () => {
  const { container, http } = world();
  const [one, other] = [container(), container()];
  await one.headers('status');
  await other.headers('status');
  assert.equal(await one.renew('status'), true);
  assert.deepEqual(await one.headers('status'), bearer(2));
  assert.equal(await other.renew('status'), true);
  assert.deepEqual(await other.headers('status'), bearer(2));
  assert.equal(http.requests.length, 2);
});

/** A refresh token can be used once, and many requests and Lambdas share it. */

test('concurrent requests wait for one refresh', async () => {
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

/** A read that gives the stale secret that many times, and then the current one. */
function readsOf(stale: string, times: number, read: (name: string) => Promise<string>) {
  let reads = 0;
  return async (name: string) => {
    reads += 1;
    return reads <= times ? stale : read(name);
  };
}

test('a refused refresh token that no other container has used fails', async () => {
  const { container, secrets } = world();
  secrets.values.set('a', JSON.stringify({ ...SECRET, refresh_token: 'test-wrong' }));
  await assert.rejects(container().headers('status'), {
    name: 'CredentialRefused',
    message: /check secret "a"$/,
  });
});

test('a 401 to a token whose refresh is refused, too, fails', async () => {
  const { container, secrets, secret } = world();
  const login = container();
  await login.headers('status');
  secrets.values.set('a', JSON.stringify({ ...secret(), refresh_token: 'test-wrong' }));
  await assert.rejects(login.renew('status'), { name: 'CredentialRefused' });
});

test('tokens that an operator put in but no Lambda has used are not waited for', async () => {
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

test('while its token is fresh a container reads the secret once', async () => {
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
