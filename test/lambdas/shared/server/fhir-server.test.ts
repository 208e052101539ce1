import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Authenticator } from '../../../../lambdas/shared/auth/authenticator.ts';
import { fhirServer, type ServerCall } from '../../../../lambdas/shared/server/fhir-server.ts';
import { aSource } from '../../../fakes/builders.ts';
import { type Routes, scriptedHttp } from '../../../fakes/scripted-http.ts';

const A = 'https://analytics.example/a';
const B = 'https://analytics.example/b';
const FOREIGN = 'https://storage.example/a';

/** A login whose every renewal gives the next number. */
function countingLogin(renewals: number): Authenticator & { renewed: () => number } {
  let renewed = 0;
  return {
    renewed: () => renewed,
    headers: async () => ({ authorization: `test-${renewed}` }),
    async renew() {
      if (renewed === renewals) return false;
      renewed += 1;
      return true;
    },
  };
}

async function ask(routes: Routes, call: Partial<ServerCall> = {}, login = countingLogin(9)) {
  const http = scriptedHttp(routes);
  const server = fhirServer(aSource(), login, http);
  const response = await server('status', { method: 'GET', url: A, ...call });
  return { status: response.status, requests: http.requests, renewed: login.renewed() };
}

const to = (location: string, status = 307) => ({ status, headers: { location } });

test('a 401 is answered once with a new credential (K1, P6)', async () => {
  const { status, requests } = await ask({ [`GET ${A}`]: [{ status: 401 }, { status: 200 }] });
  assert.equal(status, 200);
  assert.deepEqual(
    requests.map(({ headers }) => headers.authorization),
    ['test-0', 'test-1'],
  );
});

test('a second 401 is the caller’s to read (K1)', async () => {
  const { status, requests } = await ask({ [`GET ${A}`]: { status: 401 } });
  assert.deepEqual([status, requests.length], [401, 2]);
});

test('where no other credential is to be had, a 401 is not asked again', async () => {
  const { status, requests } = await ask({ [`GET ${A}`]: { status: 401 } }, {}, countingLogin(0));
  assert.deepEqual([status, requests.length], [401, 1]);
});

test('a 401 to a request without a credential renews none', async () => {
  const routes = { [`GET ${A}`]: { status: 401 }, [`GET ${FOREIGN}`]: { status: 401 } };
  for (const call of [{ wantsCredential: false }, { url: FOREIGN }]) {
    const { status, requests, renewed } = await ask(routes, call);
    assert.deepEqual([status, requests.length, renewed], [401, 1, 0]);
  }
});

test('five redirects are followed and a sixth is refused (K11)', async () => {
  const place = (n: number) => `https://analytics.example/${n}`;
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, n) => [`GET ${place(n)}`, to(place(n + 1))] as const),
    );
  const { status } = await ask({ ...chain(5), [`GET ${place(5)}`]: {} }, { url: place(0) });
  assert.equal(status, 200);
  await assert.rejects(ask({ ...chain(6), [`GET ${place(6)}`]: {} }, { url: place(0) }), {
    name: 'LinkRefused',
    message: 'more than 5 redirects, the last from analytics.example',
  });
});

test('a redirect status without a place is the caller’s to read', async () => {
  const { status } = await ask({ [`GET ${A}`]: { status: 302 } });
  assert.equal(status, 302);
});

test('300 and 304 are no redirects', async () => {
  for (const status of [300, 304])
    assert.equal((await ask({ [`GET ${A}`]: to(B, status) })).status, status);
});

const methods: [number, ServerCall['method'], ServerCall['method']][] = [
  [301, 'GET', 'GET'],
  [301, 'POST', 'GET'],
  [302, 'POST', 'GET'],
  [303, 'POST', 'GET'],
  [303, 'DELETE', 'GET'],
  [303, 'PUT', 'GET'],
  [301, 'DELETE', 'DELETE'],
  [302, 'DELETE', 'DELETE'],
  [302, 'PUT', 'PUT'],
  [307, 'POST', 'POST'],
  [307, 'DELETE', 'DELETE'],
  [308, 'PUT', 'PUT'],
];
for (const [status, method, then] of methods)
  test(`a ${method} goes on as ${then} after ${status} (K11)`, async () => {
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: 'hello' };
    const routes = { [`${method} ${A}`]: to(B, status), [`${then} ${B}`]: {} };
    const { requests } = await ask(routes, { method, headers: { accept: 'a/b' }, ...body });
    const last = requests.at(-1);
    assert.deepEqual([last?.method, last?.url, last?.headers.accept], [then, B, 'a/b']);
    assert.equal(last?.body, then === method ? body.body : undefined);
  });

test('a body is not taken along to a foreign origin', async () => {
  const routes = { [`PUT ${A}`]: to(FOREIGN), [`PUT ${FOREIGN}`]: {} };
  await assert.rejects(ask(routes, { method: 'PUT', body: 'hello' }), {
    name: 'LinkRefused',
    message: /storage\.example/,
  });
});

test('headers of the caller stay, and everything is accepted where none is named', async () => {
  const named = await ask({ [`GET ${A}`]: {} }, { headers: { accept: 'text/plain' } });
  assert.equal(named.requests[0]?.headers.accept, 'text/plain');
  assert.equal((await ask({ [`GET ${A}`]: {} })).requests[0]?.headers.accept, '*/*');
});

test('whether private places are allowed is said with each request, and a time to wait', async () => {
  const [request] = (await ask({ [`GET ${A}`]: {} })).requests;
  assert.deepEqual([request?.private, request?.timeoutSeconds], [false, 60]);
});
