import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Purpose } from '../../../lambdas/auth/authenticator.ts';
import type { HttpRequest } from '../../../lambdas/http/http.ts';
import { FILES, FOREIGN, type Login, OPEN, OWN, sentAlong, type Way } from './server-world.ts';

/**
 * Whatever is asked for, wherever it begins and however it is redirected: what arrives at an origin
 * that the credential was not issued for is a bare GET (invariant 7).
 */

const logins: Login[] = [
  ...(['none', 'client-headers', 'bearer-refresh'] as const),
  ...(['client-credentials', 'basic', 'static-bearer'] as const),
];
const asked: [Purpose, HttpRequest['method']][] = [
  ['kick-off', 'GET'],
  ['kick-off', 'POST'],
  ['status', 'GET'],
  ['cancel', 'DELETE'],
  ['group', 'PUT'],
  ['file', 'GET'],
  ['attachment', 'GET'],
  ['capabilities', 'GET'],
];
const chains = [OWN, FILES, OPEN].flatMap((from) =>
  [OWN, FILES, OPEN, FOREIGN].map((to) => [from, `${to}?2`, `${OPEN}?3`, `${FOREIGN}?4`]),
);
const ways: Way[] = chains.flatMap((hops) =>
  [302, 303, 307].flatMap((redirect) =>
    [true, false].map((requiresAccessToken) => ({ hops, redirect, requiresAccessToken })),
  ),
);

const isStrange = ({ url }: HttpRequest) => /^https:\/\/(open|storage)\.example\//.test(url);

for (const [purpose, method] of asked)
  test(`${method} for ${purpose}: strangers and open origins get a bare GET, by any login`, async () => {
    let strange = 0;
    for (const login of logins)
      for (const way of ways) {
        const { requests, sent } = await sentAlong(login, purpose, { ...way, method });
        for (const [i, request] of requests.entries()) {
          if (!isStrange(request)) continue;
          strange += 1;
          const { headers, body } = request;
          assert.deepEqual([request.method, headers, body], ['GET', { accept: 'a/b' }, undefined]);
          assert.equal(sent[i], '');
        }
      }
    // A kick-off with a body never leaves (K8, K11).
    assert.equal(strange > 0, !(purpose === 'kick-off' && method === 'POST'));
  });
