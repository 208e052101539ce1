import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearer, SECRET, refreshWorld as world } from './refresh-world.ts';

test('a refresh writes the rotated pair back, with all else that the secret held', async () => {
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

test('the next container uses the token that is there, and refreshes when its time has come', async () => {
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
