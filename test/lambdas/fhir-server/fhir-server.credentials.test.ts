import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Purpose } from '../../../lambdas/auth/authenticator.ts';
import { fhirServer } from '../../../lambdas/fhir-server/fhir-server.ts';
import type { HttpRequest } from '../../../lambdas/http/http.ts';
import { aSource } from '../../fakes/builders.ts';
import type { Routes } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

/** A source with an origin of every kind, and what its requests carry on their way. */

export const OWN = 'https://analytics.example/r4/a';
export const FILES = 'https://files.example/a';
export const OPEN = 'https://open.example/a';
export const FOREIGN = 'https://storage.example/a';
export const PLAIN = 'http://127.0.0.1:8080/r4/a';
export const PLAIN_FOREIGN = 'http://storage.example/a';
const TOKEN_URL = 'https://auth.example/token';

const secret = 'sluice/acme';
const auths = {
  none: { kind: 'none' },
  'client-headers': { kind: 'client-headers', secret },
  'bearer-refresh': { kind: 'bearer-refresh', secret, tokenUrl: TOKEN_URL },
  'client-credentials': { kind: 'client-credentials', secret, tokenUrl: TOKEN_URL },
  basic: { kind: 'basic', secret },
  'static-bearer': { kind: 'static-bearer', secret },
} as const;
export type Login = keyof typeof auths;

const SECRET = {
  ...{ client_id: 'test-client', client_secret: 'test-word', refresh_token: 'test-refresh' },
  ...{ username: 'test-client', password: 'test-word', token: 'test-access' },
};
/** As they are, and as Basic writes them. */
const MARKS = ['test-client', 'test-word', 'test-refresh', 'test-access', btoa('test-client:')];

/** Names of the headers that carry a credential; fails where one is anywhere else in a request. */
export function carried({ headers, url, body = '' }: HttpRequest): string {
  const holdsOne = (text: string) => MARKS.some((mark) => text.includes(mark.slice(0, 10)));
  assert(!holdsOne(url + body), `a credential outside the headers at ${url}`);
  const names = Object.keys(headers).filter((name) => holdsOne(headers[name] ?? ''));
  const user = headers['x-oneup-user-id'] === undefined ? [] : ['x-oneup-user-id'];
  return [...names, ...user].join();
}

/** Addresses where one answer redirects to the next, and what is sent to the first. */
export type Way = {
  hops: readonly string[];
  method?: HttpRequest['method'];
  redirect?: number;
  private?: boolean;
  requiresAccessToken?: boolean | undefined;
};

/** Sends one request, follows it, and tells what every hop carried and which error ended it. */
export async function sentAlong(login: Login, purpose: Purpose, way: Way) {
  const { hops, method = 'GET', redirect = 307, requiresAccessToken } = way;
  const source = aSource({
    baseUrl: way.private ? 'http://127.0.0.1:8080/r4' : 'https://analytics.example/r4',
    private: way.private ?? false,
    openOrigins: ['https://open.example'],
    auth: auths[login],
  });
  const { http, authenticators } = stepDeps({
    source,
    routes: routesOf(hops, redirect),
    secrets: { [secret]: SECRET },
  });
  const server = fhirServer(source, authenticators('acme', source), http);
  const [url = ''] = hops;
  const body = method === 'POST' || method === 'PUT' ? { body: 'hello' } : {};
  const token = requiresAccessToken === undefined ? {} : { requiresAccessToken };
  const headers = { accept: 'a/b', prefer: 'respond-async' };
  const error = await server(purpose, { method, url, headers, ...body, ...token }).then(
    () => undefined,
    (cause: Error) => cause,
  );
  const requests = http.requests.filter((request) => request.url !== TOKEN_URL);
  return { requests, sent: requests.map(carried), error };
}

function routesOf(hops: readonly string[], status: number): Routes {
  const token = { access_token: 'test-access', token_type: 'Bearer', expires_in: 600 };
  const routes: Routes = { [`POST ${TOKEN_URL}`]: { body: JSON.stringify(token) } };
  for (const [i, hop] of hops.entries()) {
    const next = hops[i + 1];
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'])
      routes[`${method} ${hop}`] = next ? { status, headers: { location: next } } : {};
  }
  return routes;
}

/** A credential goes only to the origins it was issued for (invariant 7). */

const CLIENT_HEADERS = 'client_id,client_secret,x-oneup-user-id';

/** What single tenant wants for this purpose: files by client headers, the rest by its login. */
const headersFor: Record<Login, (purpose: Purpose) => string> = {
  none: () => '',
  'client-headers': () => CLIENT_HEADERS,
  'bearer-refresh': (purpose) => (purpose === 'file' ? CLIENT_HEADERS : 'authorization'),
  'client-credentials': () => 'authorization',
  basic: () => 'authorization',
  'static-bearer': () => 'authorization',
};
const everyLogin = Object.keys(headersFor).filter((name): name is Login => name in headersFor);
const purposes: Purpose[] = ['kick-off', 'status', 'cancel', 'group', 'file', 'attachment'];

/** Each way with the hops at which the credential goes along. */
const waysWithCredential: [string, Way, boolean[]][] = [
  ['at the base', { hops: [OWN] }, [true]],
  ['at an origin of files', { hops: [FILES] }, [true]],
  ['at an open origin', { hops: [OPEN] }, [false]],
  ['to storage and not further (D22)', { hops: [OWN, FOREIGN] }, [true, false]],
  ['from one own origin to the other', { hops: [OWN, FILES] }, [true, true]],
  ['out and back home', { hops: [OWN, FOREIGN, FILES] }, [true, false, true]],
  ['to an open origin and back', { hops: [FILES, OPEN, OWN] }, [true, false, true]],
  ['over plain http of a private source', { hops: [PLAIN], private: true }, [true]],
  ['from plain http to the outside', { hops: [PLAIN, FOREIGN], private: true }, [true, false]],
];
for (const login of everyLogin)
  for (const purpose of purposes)
    test(`${login} for ${purpose}: each hop carries the credential only where it was issued for (invariant 7)`, async () => {
      for (const [what, way, along] of waysWithCredential) {
        const want = along.map((goes) => (goes ? headersFor[login](purpose) : ''));
        const { sent } = await sentAlong(login, purpose, { requiresAccessToken: true, ...way });
        assert.deepEqual(sent, want, what);
      }
    });

for (const login of everyLogin)
  for (const purpose of ['file', 'attachment'] as const)
    test(`${login} for ${purpose}: no credential unless the manifest requires it (rules 3, 6)`, async () => {
      for (const hops of [[OWN], [FILES], [FILES, OWN], [OPEN, FILES]])
        for (const requiresAccessToken of [false, undefined]) {
          const { sent } = await sentAlong(login, purpose, { hops, requiresAccessToken });
          assert.deepEqual(
            sent,
            hops.map(() => ''),
          );
        }
    });

test('a request for the CapabilityStatement carries the credential only to the API', async () => {
  const { sent } = await sentAlong('basic', 'capabilities', {
    hops: [OWN, FILES, OPEN, `${OWN}?2`],
  });
  assert.deepEqual(sent, ['authorization', '', '', 'authorization']);
});

const refused: [string, Way, string][] = [
  ['a link to a stranger', { hops: [FOREIGN] }, 'https://storage.example'],
  ['a redirect to plain http', { hops: [OWN, PLAIN_FOREIGN] }, 'http://storage.example'],
  ['a DELETE to a stranger', { hops: [OWN, FOREIGN], method: 'DELETE' }, 'https://storage.example'],
  ['a DELETE to an open origin', { hops: [OPEN], method: 'DELETE' }, 'https://open.example'],
  ['a body to an origin of files', { hops: [OWN, FILES], method: 'PUT' }, 'https://files.example'],
  ['a body to a stranger', { hops: [OWN, FOREIGN], method: 'POST' }, 'https://storage.example'],
];
for (const [what, way, origin] of refused)
  test(`${what} is refused (P12, P14)`, async () => {
    const { sent, error } = await sentAlong('client-headers', 'group', way);
    assert.equal(sent.length, way.hops.length - 1);
    assert.equal(error?.name, 'LinkRefused');
    assert(error?.message.startsWith(`group: nothing is sent to ${origin}: `), error?.message);
  });

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
  test(`${method} for ${purpose}: untrusted and public origins get a plain GET, whatever the login`, async () => {
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
