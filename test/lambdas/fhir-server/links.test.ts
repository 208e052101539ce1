import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { originTrust, resolveLink, resolveRedirect } from '../../../lambdas/fhir-server/links.ts';
import { aSource, BASE_URL } from '../../fakes/builders.ts';

const source = aSource({
  fhirUrl: 'https://api.example/r4',
  openOrigins: ['https://open.example'],
});
const base = `${BASE_URL}/$export/job/1`;
const resolve = (link: string) => resolveLink(link, base, source);

const good: [string, string, string][] = [
  ['an absolute link', `${BASE_URL}/$export/job/2`, `${BASE_URL}/$export/job/2`],
  ['a link relative to the path (M4)', '../file/a', `${BASE_URL}/$export/file/a`],
  ['a link relative to the origin (K6)', '/a?b=c', 'https://analytics.example/a?b=c'],
  ['a link to an origin of files (M5)', 'https://files.example/a', 'https://files.example/a'],
  ['a link to an open origin', 'https://open.example/a?b=c', 'https://open.example/a?b=c'],
  ['http where an open origin has https', 'http://open.example/a', 'https://open.example/a'],
  ['a link to the FHIR API', 'https://api.example/a', 'https://api.example/a'],
  ['http where https is allowed', 'http://files.example/a?b', 'https://files.example/a?b'],
  ['http with its own port named', 'http://files.example:80/a', 'https://files.example/a'],
  ['a host in capitals', 'HTTPS://FILES.EXAMPLE/A', 'https://files.example/A'],
  ['the port that https has anyhow', 'https://files.example:443/a', 'https://files.example/a'],
  ['a fragment, which stays here', 'https://files.example/a#b', 'https://files.example/a'],
];
for (const [what, link, url] of good)
  test(`${what} is followed`, () => assert.equal(resolve(link), url));

const refused: [string, string][] = [
  ['another origin (M5)', 'https://evil.example/a'],
  ['another origin without a scheme', '//evil.example/a'],
  ['an origin behind backslashes', '\\\\evil.example\\a'],
  ['a name that ends like ours', 'https://evil-files.example/a'],
  ['a name that begins like ours', 'https://files.example.evil.example/a'],
  ['a name with a tab inside', 'https://files.example\t.evil.example/a'],
  ['another port', 'https://files.example:8443/a'],
  ['http at another port', 'http://files.example:8080/a'],
  ['http at the port of https', 'http://files.example:443/a'],
  ['http at a foreign origin', 'http://evil.example/a'],
  ['a name of ours as the user', 'https://files.example@evil.example/a'],
  ['a user', 'https://user@files.example/a'],
  ['a password', 'https://:test-word@files.example/a'],
  ['an address of the inside', 'https://169.254.169.254/latest/meta-data'],
  ['a file', 'file:///etc/passwd'],
  ['data', 'data:text/plain,a'],
  ['a script', 'javascript:alert(1)'],
  ['a blob of ours', 'blob:https://files.example/a'],
  ['ftp', 'ftp://files.example/a'],
  ['no URL', 'https://'],
];
for (const [what, link] of refused)
  test(`${what} is refused, and the message has neither path nor query of the link`, () => {
    assert.throws(
      () => resolve(link),
      (error: Error) => {
        assert.equal(error.name, 'LinkRefused');
        assert.doesNotMatch(error.message, /meta-data|passwd|test-word|alert/);
        return true;
      },
    );
  });

const told: [string, string][] = [
  [
    'https://evil.example/a?b=c',
    "a link leads to https://evil.example; if that is right, add it to the source's fileOrigins or openOrigins",
  ],
  ['https://user@files.example/a', 'a link to files.example holds a password'],
  ['ftp://files.example/a', 'a link has the scheme ftp:'],
  ['https://', 'a link is not a URL'],
];
for (const [link, message] of told)
  test(`${link} is refused with a reason`, () => {
    assert.throws(() => resolve(link), { name: 'LinkRefused', message });
  });

test('a private source keeps plain http', () => {
  const laptop = aSource({ baseUrl: 'http://127.0.0.1:8080/r4', private: true, fileOrigins: [] });
  const link = resolveLink('/file/a', 'http://127.0.0.1:8080/r4/$export', laptop);
  assert.equal(link, 'http://127.0.0.1:8080/file/a');
  assert.equal(originTrust(link, laptop), 'api');
  assert.equal(originTrust('http://127.0.0.1:8081/file/a', laptop), 'untrusted');
});

const origins: [string, ReturnType<typeof originTrust>][] = [
  [BASE_URL, 'api'],
  ['https://api.example/a', 'api'],
  ['https://files.example/a', 'authenticated'],
  ['https://open.example/a?b', 'public'],
  ['http://analytics.example/', 'untrusted'],
  ['http://open.example/', 'untrusted'],
  ['https://evil.example/', 'untrusted'],
  ['https://example/', 'untrusted'],
];
for (const [url, trust] of origins)
  test(`the origin of ${url} is ${trust}`, () => assert.equal(originTrust(url, source), trust));

test('openOrigins takes precedence over fileOrigins, and the API over both', () => {
  const both = ['https://files.example', 'https://analytics.example'];
  const twice = aSource({ fileOrigins: both, openOrigins: both });
  assert.equal(originTrust('https://files.example/a', twice), 'public');
  assert.equal(originTrust(BASE_URL, twice), 'api');
});

test('any link leads to an origin that the source names, or is refused', () => {
  const pieces = ['https:', 'http:', '//', '/', '\\', '@', '.', 'files.example', 'evil.example'];
  const link = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })));
  fc.assert(
    fc.property(link, (parts) => {
      try {
        return originTrust(resolve(parts.join('')), source) !== 'untrusted';
      } catch (error) {
        return error instanceof Error && error.name === 'LinkRefused';
      }
    }),
    { numRuns: 2000 },
  );
});

const redirect = (location: string, source = aSource()) =>
  resolveRedirect(location, `${BASE_URL}/$export/file/a`, source);

const followed: [string, string][] = [
  ['b', `${BASE_URL}/$export/file/b`],
  ['/b', 'https://analytics.example/b'],
  ['https://storage.example/signed?a=b', 'https://storage.example/signed?a=b'],
  ['//storage.example/b', 'https://storage.example/b'],
  ['http://analytics.example/b', 'https://analytics.example/b'],
  ['https://storage.example/b#c', 'https://storage.example/b'],
  // The credential policy refuses it.
  ['http://storage.example/b', 'http://storage.example/b'],
];
for (const [location, url] of followed)
  test(`a redirect to ${location} leads to ${url}`, () => assert.equal(redirect(location), url));

const refusedRedirects = [
  'https://user:test-word@storage.example/b',
  'file:///etc/passwd',
  'https://',
];
for (const location of refusedRedirects)
  test(`a redirect to ${location} is refused`, () => {
    assert.throws(() => redirect(location), { name: 'LinkRefused' });
  });

test('a private source keeps plain http', () => {
  const laptop = aSource({ baseUrl: 'http://127.0.0.1:8080/r4', private: true, fileOrigins: [] });
  assert.equal(redirect('http://127.0.0.1:8080/a', laptop), 'http://127.0.0.1:8080/a');
});
