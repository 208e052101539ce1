import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Purpose } from '../../../lambdas/auth/authenticator.ts';
import { fhirServer } from '../../../lambdas/fhir-server/fhir-server.ts';
import type { HttpRequest } from '../../../lambdas/http/http.ts';
import { aSource } from '../../fakes/builders.ts';
import type { Routes } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

const API = 'https://analytics.example/r4/a';
const FILES = 'https://files.example/a';
const PUBLIC = 'https://open.example/a';
const UNTRUSTED = 'https://storage.example/a';
const PLAIN = 'http://127.0.0.1:8080/r4/a';
const PLAIN_UNTRUSTED = 'http://storage.example/a';
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
type Login = keyof typeof auths;

const SECRET = {
  ...{ client_id: 'test-client', client_secret: 'test-word', refresh_token: 'test-refresh' },
  ...{ username: 'test-client', password: 'test-word', token: 'test-access' },
};
/** Plain, and as in HTTP Basic. */
const MARKS = ['test-client', 'test-word', 'test-refresh', 'test-access', btoa('test-client:')];

/** The names of the headers with a credential; fails if it is anywhere else in a request. */
function carried({ headers, url, body = '' }: HttpRequest): string {
  const holdsOne = (text: string) => MARKS.some((mark) => text.includes(mark.slice(0, 10)));
  assert(!holdsOne(url + body), `a credential outside the headers at ${url}`);
  const names = Object.keys(headers).filter((name) => holdsOne(headers[name] ?? ''));
  const user = headers['x-oneup-user-id'] === undefined ? [] : ['x-oneup-user-id'];
  return [...names, ...user].join();
}

/** URLs of which each redirects to the next, and the request to the first. */
type Route = {
  hops: readonly string[];
  method?: HttpRequest['method'];
  redirect?: number;
  private?: boolean;
  requiresAccessToken?: boolean | undefined;
};

/** Sends one request; returns what it sent at each hop, and its error. */
async function sentAlong(login: Login, purpose: Purpose, route: Route) {
  const { hops, method = 'GET', redirect = 307, requiresAccessToken } = route;
  const source = aSource({
    baseUrl: route.private ? 'http://127.0.0.1:8080/r4' : 'https://analytics.example/r4',
    private: route.private ?? false,
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

/** What single tenant expects: client headers for files, otherwise those of the login. */
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

/** Each route with the hops that carry the credential. */
const routesWithCredential: [string, Route, boolean[]][] = [
  ['the API', { hops: [API] }, [true]],
  ['an origin of files', { hops: [FILES] }, [true]],
  ['a public origin', { hops: [PUBLIC] }, [false]],
  ['by redirect to an untrusted origin (D22)', { hops: [API, UNTRUSTED] }, [true, false]],
  ['from the API to an origin of files', { hops: [API, FILES] }, [true, true]],
  ['to an untrusted origin and back', { hops: [API, UNTRUSTED, FILES] }, [true, false, true]],
  ['to a public origin and back', { hops: [FILES, PUBLIC, API] }, [true, false, true]],
  ['over plain http of a private source', { hops: [PLAIN], private: true }, [true]],
  [
    'from plain http to an untrusted origin',
    { hops: [PLAIN, UNTRUSTED], private: true },
    [true, false],
  ],
];
for (const login of everyLogin)
  for (const purpose of purposes)
    test(`${login} for ${purpose}: each hop carries the credential only where it was issued for (invariant 7)`, async () => {
      for (const [what, route, along] of routesWithCredential) {
        const want = along.map((goes) => (goes ? headersFor[login](purpose) : ''));
        const { sent } = await sentAlong(login, purpose, { requiresAccessToken: true, ...route });
        assert.deepEqual(sent, want, what);
      }
    });

for (const login of everyLogin)
  for (const purpose of ['file', 'attachment'] as const)
    test(`${login} for ${purpose}: no credential unless the manifest requires it (rules 3, 6)`, async () => {
      for (const hops of [[API], [FILES], [FILES, API], [PUBLIC, FILES]])
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
    hops: [API, FILES, PUBLIC, `${API}?2`],
  });
  assert.deepEqual(sent, ['authorization', '', '', 'authorization']);
});

const refused: [string, Route, string][] = [
  ['a link to an untrusted origin', { hops: [UNTRUSTED] }, 'https://storage.example'],
  ['a redirect to plain http', { hops: [API, PLAIN_UNTRUSTED] }, 'http://storage.example'],
  [
    'a DELETE to an untrusted origin',
    { hops: [API, UNTRUSTED], method: 'DELETE' },
    'https://storage.example',
  ],
  ['a DELETE to a public origin', { hops: [PUBLIC], method: 'DELETE' }, 'https://open.example'],
  ['a body to an origin of files', { hops: [API, FILES], method: 'PUT' }, 'https://files.example'],
  [
    'a body to an untrusted origin',
    { hops: [API, UNTRUSTED], method: 'POST' },
    'https://storage.example',
  ],
];
for (const [what, route, origin] of refused)
  test(`${what} is refused (P12, P14)`, async () => {
    const { sent, error } = await sentAlong('client-headers', 'group', route);
    assert.equal(sent.length, route.hops.length - 1);
    assert.equal(error?.name, 'LinkRefused');
    assert(error?.message.startsWith(`group: nothing is sent to ${origin}: `), error?.message);
  });

/**
 * Whatever the request and its redirects: an origin that the credential was not issued for gets a GET with
 * neither body nor credential (invariant 7).
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
const chains = [API, FILES, PUBLIC].flatMap((from) =>
  [API, FILES, PUBLIC, UNTRUSTED].map((to) => [from, `${to}?2`, `${PUBLIC}?3`, `${UNTRUSTED}?4`]),
);
const routes: Route[] = chains.flatMap((hops) =>
  [302, 303, 307].flatMap((redirect) =>
    [true, false].map((requiresAccessToken) => ({ hops, redirect, requiresAccessToken })),
  ),
);

const isForeign = ({ url }: HttpRequest) => /^https:\/\/(open|storage)\.example\//.test(url);

for (const [purpose, method] of asked)
  test(`${method} for ${purpose}: untrusted and public origins get a plain GET, whatever the login`, async () => {
    let foreign = 0;
    for (const login of logins)
      for (const route of routes) {
        const { requests, sent } = await sentAlong(login, purpose, { ...route, method });
        for (const [i, request] of requests.entries()) {
          if (!isForeign(request)) continue;
          foreign += 1;
          const { headers, body } = request;
          assert.deepEqual([request.method, headers, body], ['GET', { accept: 'a/b' }, undefined]);
          assert.equal(sent[i], '');
        }
      }
    // A kick-off with a body never reaches a foreign origin (K8, K11).
    assert.equal(foreign > 0, !(purpose === 'kick-off' && method === 'POST'));
  });
