import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveRedirect } from '../../../lambdas/fhir-server/links.ts';
import { aSource, BASE_URL } from '../../fakes/builders.ts';

const redirect = (location: string, source = aSource()) =>
  resolveRedirect(location, `${BASE_URL}/$export/file/a`, source);

const followed: [string, string][] = [
  ['b', `${BASE_URL}/$export/file/b`],
  ['/b', 'https://analytics.example/b'],
  ['https://storage.example/signed?a=b', 'https://storage.example/signed?a=b'],
  ['//storage.example/b', 'https://storage.example/b'],
  ['http://analytics.example/b', 'https://analytics.example/b'],
  ['https://storage.example/b#c', 'https://storage.example/b'],
  // Nothing is sent over it: see what-may-go.
  ['http://storage.example/b', 'http://storage.example/b'],
];
for (const [location, url] of followed)
  test(`a redirect to ${location} leads to ${url}`, () => assert.equal(redirect(location), url));

const refused = ['https://user:test-word@storage.example/b', 'file:///etc/passwd', 'https://'];
for (const location of refused)
  test(`a redirect to ${location} is refused`, () => {
    assert.throws(() => redirect(location), { name: 'LinkRefused' });
  });

test('a private source keeps its plain http', () => {
  const laptop = aSource({ baseUrl: 'http://127.0.0.1:8080/r4', private: true, fileOrigins: [] });
  assert.equal(redirect('http://127.0.0.1:8080/a', laptop), 'http://127.0.0.1:8080/a');
});
