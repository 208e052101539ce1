import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fhirServer } from '../../../lambdas/fhir-server/fhir-server.ts';
import type { Http, HttpResponse } from '../../../lambdas/http/http.ts';
import { aSource } from '../../fakes/builders.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { TRANSPORTS } from '../http/both-transports.ts';

/** To a private address, another host, another scheme than https, nowhere as it is not a URL, or the API. */
type Leads =
  | 'to a private address'
  | 'to another host'
  | 'to another scheme'
  | 'nowhere'
  | 'to the API';

/** Links of a hostile server (invariant 7). */
const SPELLINGS: [spelling: string, leads: Leads][] = [
  ['https://169.254.169.254/', 'to a private address'],
  ['https://0251.0376.0251.0376/', 'to a private address'],
  ['https://2852039166/', 'to a private address'],
  ['https://0xA9FEA9FE/', 'to a private address'],
  ['https://169.254.43518/', 'to a private address'],
  ['https://[::ffff:169.254.169.254]/', 'to a private address'],
  ['https://[::ffff:a9fe:a9fe]/', 'to a private address'],
  ['https://[64:ff9b::a9fe:a9fe]/', 'to a private address'],
  ['https://[2002:a9fe:a9fe::]/', 'to a private address'],
  ['https://[fd00:ec2::254]/', 'to a private address'],
  ['https://127.1/', 'to a private address'],
  ['https://0/', 'to a private address'],
  ['https://localhost/', 'to another host'],
  ['https://localhost./', 'to another host'],
  ['https://LOCALHOST%2e/', 'to another host'],
  ['https://①②⑦.⓪.⓪.①/', 'to a private address'],
  ['https://good.example@169.254.169.254/', 'to a private address'],
  ['https://169.254.169.254#@good.example/', 'to a private address'],
  ['https:\\\\169.254.169.254\\x', 'to a private address'],
  ['https://good.example:443@evil.example/', 'to another host'],
  ['https://10.0.0.1:9001/', 'to a private address'],
  ['https://100.64.0.1/', 'to a private address'],
  ['https://169.254.170.2/v2/credentials', 'to a private address'],
  ['https://192.0.0.192/', 'to a private address'],
  ['https://198.18.0.1/', 'to a private address'],
  ['https://224.0.0.1/', 'to a private address'],
  ['https://255.255.255.255/', 'to a private address'],
  ['https://[fe80::1%25eth0]/', 'nowhere'],
  ['https://[::1]/', 'to a private address'],
  ['https://[::]/', 'to a private address'],
  ['https://8.8.8.8/', 'to another host'],
  ['https://[2606:4700::1111]/', 'to another host'],
  ['ftp://x/', 'to another scheme'],
  ['file:///etc/passwd', 'to another scheme'],
  ['data:text/plain,x', 'to another scheme'],
  ['http://api.1up.health/', 'to another scheme'],
  ['https://api.1up.health:22/', 'to another host'],
  ['//evil.example/x', 'to another host'],
  ['/bulk/1', 'to the API'],
  ['https://api.1up.health\t.evil.example/', 'to another host'],
  ['https://api.1up.health%00.evil.example/', 'nowhere'],
  [' https://api.1up.health/x ', 'to the API'],
];

const API = 'https://api.1up.health';
const ok = (headers: Record<string, string> = {}): HttpResponse => ({
  ...{ status: headers.location === undefined ? 200 : 307, headers },
  body: Readable.from([]),
});

/** Requests a file by that link; `origins` are the source's `fileOrigins`. */
async function asking(link: string, http: Http, origins: string[] = []) {
  const source = aSource({ baseUrl: `${API}/fhir`, fileOrigins: origins });
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
    const url = URL.parse(spelling, `${API}/fhir`);
    if (leads === 'nowhere') return assert.equal(url, null);
    let sent = 0;
    const end = await asking(url?.href ?? '', async () => {
      sent += 1;
      return ok();
    });
    assert.equal(sent, leads === 'to the API' ? 1 : 0);
    assert.match(
      end,
      leads === 'to the API' ? /^answered$/ : /^LinkRefused: file: nothing is sent to /,
    );
  });

for (const [path, open] of TRANSPORTS)
  for (const [spelling] of SPELLINGS.filter(([, leads]) => leads === 'to a private address'))
    test(`${path}: ${JSON.stringify(spelling)} is refused as a redirect, and as an origin in the settings`, async () => {
      const refused = /^ConnectionFailed: the address is not public$|holds a password$/;
      const http = open();
      const redirecting: Http = (request) =>
        request.url.startsWith(API) ? Promise.resolve(ok({ location: spelling })) : http(request);
      assert.match(await asking(`${API}/file`, redirecting), refused);
      const { href, origin } = new URL(spelling);
      assert.match(await asking(href, http, [origin]), refused);
    });
