import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fhirServer } from '../../../lambdas/fhir-server/fhir-server.ts';
import type { Http, HttpResponse } from '../../../lambdas/http/http.ts';
import { aSource } from '../../fakes/builders.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { TRANSPORTS } from '../http/both-transports.ts';
import { SPELLINGS } from './hostile-spellings.ts';

/** However a link is spelled, nothing is sent to where it must not go (invariant 7). */

const HOME = 'https://api.1up.health';
const ok = (headers: Record<string, string> = {}): HttpResponse => ({
  ...{ status: headers.location === undefined ? 200 : 307, headers },
  body: Readable.from([]),
});

/** Asks a source for a file by that link; `origins` are those that may serve its files. */
async function asking(link: string, http: Http, origins: string[] = []) {
  const source = aSource({ baseUrl: `${HOME}/fhir`, fileOrigins: origins });
  const { authenticators } = stepDeps({ source });
  const server = fhirServer(source, authenticators('acme', source), http);
  const call = { method: 'GET', url: link, requiresAccessToken: true } as const;
  return server('file', call).then(
    () => 'answered',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

test('all 42 spellings are here', () => {
  assert.equal(new Set(SPELLINGS.map(([spelling]) => spelling)).size, 42);
});

for (const [spelling, leads] of SPELLINGS)
  test(`the link ${JSON.stringify(spelling)} leads ${leads}, and is treated so`, async () => {
    const url = URL.parse(spelling, `${HOME}/fhir`);
    if (leads === 'nowhere') return assert.equal(url, null);
    let sent = 0;
    const end = await asking(url?.href ?? '', async () => {
      sent += 1;
      return ok();
    });
    assert.equal(sent, leads === 'home' ? 1 : 0);
    assert.match(end, leads === 'home' ? /^answered$/ : /^LinkRefused: file: nothing is sent to /);
  });

for (const [path, open] of TRANSPORTS)
  for (const [spelling] of SPELLINGS.filter(([, leads]) => leads === 'inside'))
    test(`${path}: ${JSON.stringify(spelling)} is refused as a redirect, and where the settings name it`, async () => {
      const refused = /^ConnectionFailed: the address is not public$|holds a password$/;
      const http = open();
      const redirecting: Http = (request) =>
        request.url.startsWith(HOME) ? Promise.resolve(ok({ location: spelling })) : http(request);
      assert.match(await asking(`${HOME}/file`, redirecting), refused);
      const { href, origin } = new URL(spelling);
      assert.match(await asking(href, http, [origin]), refused);
    });
