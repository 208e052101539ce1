import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fhirServer } from '../../../lambdas/fhir-server/fhir-server.ts';
import type { Http, HttpResponse } from '../../../lambdas/http/http.ts';
import { aSource } from '../../fakes/builders.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { TRANSPORTS } from '../http/both-transports.ts';

/** Where a link leads: inside by its literal, to a stranger, to what is no https, or home. */
type Leads = 'inside' | 'to a stranger' | 'to no https' | 'nowhere' | 'home';

/** What a hostile server may write for a link (invariant 7); home is https://api.1up.health. */
export const SPELLINGS: [spelling: string, leads: Leads][] = [
  ['https://169.254.169.254/', 'inside'],
  ['https://0251.0376.0251.0376/', 'inside'],
  ['https://2852039166/', 'inside'],
  ['https://0xA9FEA9FE/', 'inside'],
  ['https://169.254.43518/', 'inside'],
  ['https://[::ffff:169.254.169.254]/', 'inside'],
  ['https://[::ffff:a9fe:a9fe]/', 'inside'],
  ['https://[64:ff9b::a9fe:a9fe]/', 'inside'],
  ['https://[2002:a9fe:a9fe::]/', 'inside'],
  ['https://[fd00:ec2::254]/', 'inside'],
  ['https://127.1/', 'inside'],
  ['https://0/', 'inside'],
  ['https://localhost/', 'to a stranger'],
  ['https://localhost./', 'to a stranger'],
  ['https://LOCALHOST%2e/', 'to a stranger'],
  ['https://①②⑦.⓪.⓪.①/', 'inside'],
  ['https://good.example@169.254.169.254/', 'inside'],
  ['https://169.254.169.254#@good.example/', 'inside'],
  ['https:\\\\169.254.169.254\\x', 'inside'],
  ['https://good.example:443@evil.example/', 'to a stranger'],
  ['https://10.0.0.1:9001/', 'inside'],
  ['https://100.64.0.1/', 'inside'],
  ['https://169.254.170.2/v2/credentials', 'inside'],
  ['https://192.0.0.192/', 'inside'],
  ['https://198.18.0.1/', 'inside'],
  ['https://224.0.0.1/', 'inside'],
  ['https://255.255.255.255/', 'inside'],
  ['https://[fe80::1%25eth0]/', 'nowhere'],
  ['https://[::1]/', 'inside'],
  ['https://[::]/', 'inside'],
  ['https://8.8.8.8/', 'to a stranger'],
  ['https://[2606:4700::1111]/', 'to a stranger'],
  ['ftp://x/', 'to no https'],
  ['file:///etc/passwd', 'to no https'],
  ['data:text/plain,x', 'to no https'],
  ['http://api.1up.health/', 'to no https'],
  ['https://api.1up.health:22/', 'to a stranger'],
  ['//evil.example/x', 'to a stranger'],
  ['/bulk/1', 'home'],
  ['https://api.1up.health\t.evil.example/', 'to a stranger'],
  ['https://api.1up.health%00.evil.example/', 'nowhere'],
  [' https://api.1up.health/x ', 'home'],
];

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

test('there are 42 different spellings', () => {
  assert.equal(new Set(SPELLINGS.map(([spelling]) => spelling)).size, 42);
});

for (const [spelling, leads] of SPELLINGS)
  test(`the link ${JSON.stringify(spelling)} leads ${leads}, and is sent or refused accordingly`, async () => {
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
    test(`${path}: ${JSON.stringify(spelling)} is refused as a redirect, and as an origin in the settings`, async () => {
      const refused = /^ConnectionFailed: the address is not public$|holds a password$/;
      const http = open();
      const redirecting: Http = (request) =>
        request.url.startsWith(HOME) ? Promise.resolve(ok({ location: spelling })) : http(request);
      assert.match(await asking(`${HOME}/file`, redirecting), refused);
      const { href, origin } = new URL(spelling);
      assert.match(await asking(href, http, [origin]), refused);
    });
