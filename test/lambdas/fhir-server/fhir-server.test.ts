import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Authenticator } from '../../../lambdas/auth/authenticator.ts';
import { fhirServer } from '../../../lambdas/fhir-server/fhir-server.ts';
import type { ServerCall } from '../../../lambdas/fhir-server/follow-redirect.ts';
import { aSource } from '../../fakes/builders.ts';
import { type Routes, scriptedHttp } from '../../fakes/scripted-http.ts';

const A = 'https://analytics.example/a';
const UNTRUSTED = 'https://storage.example/a';

/** A login with another number after each renewal. */
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
  const { status, withCredential } = response;
  return { status, withCredential, requests: http.requests, renewed: login.renewed() };
}

const to = (location: string, status = 307) => ({ status, headers: { location } });

test('after a 401 the request is sent once more with a new credential (K1, P6)', async () => {
  const { status, requests } = await ask({ [`GET ${A}`]: [{ status: 401 }, { status: 200 }] });
  assert.equal(status, 200);
  assert.deepEqual(
    requests.map(({ headers }) => headers.authorization),
    ['test-0', 'test-1'],
  );
});

const refused = {
  name: 'CredentialRefused',
  message: 'status: the server answers 401 to secret "sluice/acme"',
};

test('a second 401 names the secret (K1)', async () => {
  const login = countingLogin(9);
  await assert.rejects(ask({ [`GET ${A}`]: { status: 401 } }, {}, login), refused);
  assert.equal(login.renewed(), 1);
});

test('without a new credential the request is not sent again after a 401 (K1)', async () => {
  const answers = [{ status: 401 }, { status: 200 }];
  await assert.rejects(ask({ [`GET ${A}`]: answers }, {}, countingLogin(0)), refused);
});

test('a 401 to a request without a credential renews nothing and is returned', async () => {
  const routes = { [`GET ${A}`]: to(UNTRUSTED), [`GET ${UNTRUSTED}`]: { status: 401 } };
  const { status, requests, renewed } = await ask(routes);
  assert.deepEqual([status, requests.length, renewed], [401, 2, 0]);
});

test('a response says whether its own request carried the credential', async () => {
  const direct = { [`GET ${A}`]: [{ status: 401 }, { status: 403 }] };
  assert.equal((await ask(direct)).withCredential, true);
  const away = { [`GET ${A}`]: to(UNTRUSTED), [`GET ${UNTRUSTED}`]: { status: 403 } };
  assert.equal((await ask(away)).withCredential, false);
});

test('the caller’s headers are sent, and the default is to accept everything', async () => {
  const named = await ask({ [`GET ${A}`]: {} }, { headers: { accept: 'text/plain' } });
  assert.equal(named.requests[0]?.headers.accept, 'text/plain');
  assert.equal((await ask({ [`GET ${A}`]: {} })).requests[0]?.headers.accept, '*/*');
});

test('each request has the source’s `private` and a timeout', async () => {
  const [request] = (await ask({ [`GET ${A}`]: {} })).requests;
  assert.deepEqual([request?.private, request?.timeoutSeconds], [false, 60]);
});

test('every response but a file or an attachment has a time limit for its whole body (P15)', async () => {
  const http = scriptedHttp({ [`GET ${A}`]: {} });
  const server = fhirServer(aSource(), countingLogin(0), http);
  for (const purpose of [
    'kick-off',
    'status',
    'group',
    'capabilities',
    'file',
    'attachment',
  ] as const)
    await server(purpose, { method: 'GET', url: A });
  const limits = http.requests.map(({ wholeSeconds }) => wholeSeconds);
  assert.deepEqual(limits, [120, 120, 120, 120, undefined, undefined]);
});
