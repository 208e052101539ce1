import assert from 'node:assert/strict';
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
