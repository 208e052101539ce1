import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fhirServer } from '../../../lambdas/fhir-server/fhir-server.ts';
import type { ServerCall } from '../../../lambdas/fhir-server/follow-redirect.ts';
import { aSource } from '../../fakes/builders.ts';
import { type Routes, scriptedHttp } from '../../fakes/scripted-http.ts';

/** Redirects (K11); fhir-server.credentials.test.ts tests what they carry. */

const A = 'https://analytics.example/a';
const B = 'https://analytics.example/b';
const UNTRUSTED = 'https://storage.example/a';

const noLogin = { headers: async () => ({}), renew: async () => false };

async function ask(routes: Routes, call: Partial<ServerCall> = {}) {
  const http = scriptedHttp(routes);
  const response = await fhirServer(
    aSource(),
    noLogin,
    http,
  )('status', {
    ...{ method: 'GET', url: A },
    ...call,
  });
  return { status: response.status, requests: http.requests };
}

const to = (location: string, status = 307) => ({ status, headers: { location } });

test('five redirects are followed, and a sixth is refused (K11)', async () => {
  const place = (n: number) => `https://analytics.example/${n}`;
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, n) => [`GET ${place(n)}`, to(place(n + 1))] as const),
    );
  const { status } = await ask({ ...chain(5), [`GET ${place(5)}`]: {} }, { url: place(0) });
  assert.equal(status, 200);
  await assert.rejects(ask({ ...chain(6), [`GET ${place(6)}`]: {} }, { url: place(0) }), {
    name: 'LinkRefused',
    message: 'more than 5 redirects, the last to analytics.example',
  });
});

test('a redirect status without Location is returned', async () => {
  const { status } = await ask({ [`GET ${A}`]: { status: 302 } });
  assert.equal(status, 302);
});

test('300 and 304 are not redirects', async () => {
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
  test(`after ${status} a ${method} continues as ${then} (K11)`, async () => {
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: 'hello' };
    const routes = { [`${method} ${A}`]: to(B, status), [`${then} ${B}`]: {} };
    const { requests } = await ask(routes, { method, headers: { accept: 'a/b' }, ...body });
    const last = requests.at(-1);
    assert.deepEqual([last?.method, last?.url, last?.headers.accept], [then, B, 'a/b']);
    assert.equal(last?.body, then === method ? body.body : undefined);
  });

test('a body is not sent to an untrusted origin', async () => {
  const routes = { [`PUT ${A}`]: to(UNTRUSTED), [`PUT ${UNTRUSTED}`]: {} };
  await assert.rejects(ask(routes, { method: 'PUT', body: 'hello' }), {
    name: 'LinkRefused',
    message: /storage\.example/,
  });
});

test('a dropped body drops its Content-Type', async () => {
  const headers = { 'content-type': 'application/fhir+json', accept: 'a/b' };
  const routes = { [`PUT ${A}`]: to(B, 303), [`GET ${B}`]: {} };
  const { requests } = await ask(routes, { method: 'PUT', body: '{}', headers });
  assert.deepEqual(requests[1]?.headers, { accept: 'a/b' });
});

test('a redirect that would drop the parameters of a kick-off is refused (K8, K11)', async () => {
  const http = scriptedHttp({ [`POST ${A}`]: to(B, 303), [`GET ${B}`]: {} });
  const server = fhirServer(aSource(), noLogin, http);
  await assert.rejects(server('kick-off', { method: 'POST', url: A, body: '{}' }), {
    name: 'LinkRefused',
    message:
      'kick-off: nothing is sent to https://analytics.example: a redirect drops the parameters',
  });
  assert.equal(http.requests.length, 1);
});
