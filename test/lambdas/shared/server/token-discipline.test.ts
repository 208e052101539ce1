import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Purpose } from '../../../../lambdas/shared/auth/authenticator.ts';
import type { HttpRequest } from '../../../../lambdas/shared/http/http.ts';
import { fhirServer } from '../../../../lambdas/shared/server/fhir-server.ts';
import { aSource } from '../../../fakes/builders.ts';
import type { Routes } from '../../../fakes/scripted-http.ts';
import { stepDeps } from '../../../fakes/step-deps.ts';

/** A credential goes only to the origins it was issued for (reliability 2.2, invariant 6). */

const OWN = 'https://analytics.example/r4/a';
const FILES = 'https://files.example/a';
const FOREIGN = 'https://storage.example/a';
const PLAIN = 'http://127.0.0.1:8080/r4/a';
const TOKEN_URL = 'https://auth.example/token';

const purposes: Purpose[] = ['kick-off', 'status', 'file', 'cancel', 'group'];
const logins = {
  'client-headers': { kind: 'client-headers', secret: 'sluice/acme' },
  'bearer-refresh': { kind: 'bearer-refresh', secret: 'sluice/acme', tokenUrl: TOKEN_URL },
  'client-credentials': { kind: 'client-credentials', secret: 'sluice/acme', tokenUrl: TOKEN_URL },
  none: { kind: 'none' },
} as const;
type Login = keyof typeof logins;

const SECRET = {
  client_id: 'test-client',
  client_secret: 'test-word',
  refresh_token: 'test-refresh',
};
const CLIENT_HEADERS = ['client_id', 'client_secret', 'x-oneup-user-id'];

/** What a request carries of a credential, wherever in it. */
function carried({ headers, url, body = '' }: HttpRequest): string {
  const all = JSON.stringify([headers, url, body]);
  const names = Object.keys(headers).filter(
    (n) => n === 'authorization' || CLIENT_HEADERS.includes(n),
  );
  const leaks = /test-(client|word|refresh|access)/.test(all);
  assert.equal(leaks, names.length > 0, `a credential outside its headers: ${all}`);
  return names.join();
}

/** What single tenant wants for this purpose: files by client headers, the rest by its login. */
function expected(login: Login, purpose: Purpose): string {
  if (login === 'none') return '';
  if (login === 'client-headers') return CLIENT_HEADERS.join();
  return login === 'bearer-refresh' && purpose === 'file' ? CLIENT_HEADERS.join() : 'authorization';
}

type Way = { hops: string[]; private?: boolean; wantsCredential?: boolean };

async function carriedOnTheWay(login: Login, purpose: Purpose, way: Way) {
  const routes: Routes = {
    [`POST ${TOKEN_URL}`]: {
      body: JSON.stringify({ access_token: 'test-access', token_type: 'Bearer', expires_in: 600 }),
    },
  };
  for (const [i, hop] of way.hops.entries()) {
    const next = way.hops[i + 1];
    routes[`GET ${hop}`] = next ? { status: 307, headers: { location: next } } : {};
  }
  const [first = ''] = way.hops;
  const baseUrl = way.private ? 'http://127.0.0.1:8080/r4' : 'https://analytics.example/r4';
  const source = aSource({ baseUrl, private: way.private ?? false, auth: logins[login] });
  const { http, authenticators } = stepDeps({ routes, source, secrets: { 'sluice/acme': SECRET } });
  const server = fhirServer(source, authenticators('acme', source), http);
  const { wantsCredential = true } = way;
  await server(purpose, { method: 'GET', url: first, wantsCredential });
  return http.requests.filter(({ url }) => url !== TOKEN_URL).map(carried);
}

/** Each way with the hops at which the credential goes along. */
const ways: [string, Way, boolean[]][] = [
  ['at the base', { hops: [OWN] }, [true]],
  ['at an origin of files', { hops: [FILES] }, [true]],
  ['at a foreign origin', { hops: [FOREIGN] }, [false]],
  ['where none is wanted', { hops: [OWN], wantsCredential: false }, [false]],
  ['to storage and not further (D22)', { hops: [OWN, FOREIGN] }, [true, false]],
  ['from one own origin to the other', { hops: [OWN, FILES] }, [true, true]],
  ['out and back home', { hops: [OWN, FOREIGN, FILES] }, [true, false, true]],
  [
    'redirected where none is wanted',
    { hops: [FILES, OWN], wantsCredential: false },
    [false, false],
  ],
  ['over plain http of a private source', { hops: [PLAIN], private: true }, [true]],
  ['from plain http to the outside', { hops: [PLAIN, FOREIGN], private: true }, [true, false]],
];
for (const login of Object.keys(logins).filter((name): name is Login => name in logins))
  for (const purpose of purposes)
    test(`${login} for ${purpose}: at each hop what was issued for it and nothing else`, async () => {
      for (const [what, way, along] of ways) {
        const want = along.map((goes) => (goes ? expected(login, purpose) : ''));
        assert.deepEqual(await carriedOnTheWay(login, purpose, way), want, what);
      }
    });

test('over plain http nothing leaves a source that is not private', async () => {
  const way = { hops: ['http://analytics.example/r4/a'] };
  await assert.rejects(carriedOnTheWay('client-headers', 'status', way), {
    name: 'ConnectionFailed',
  });
});
