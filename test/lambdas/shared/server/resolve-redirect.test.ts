import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveRedirect } from '../../../../lambdas/shared/server/links.ts';
import { aSource, BASE_URL } from '../../../fakes/builders.ts';

const redirect = (location: string, source = aSource()) =>
  resolveRedirect(location, `${BASE_URL}/$export/file/a`, source);

const followed: [string, string][] = [
  ['b', `${BASE_URL}/$export/file/b`],
  ['/b', 'https://analytics.example/b'],
  ['https://storage.example/signed?a=b', 'https://storage.example/signed?a=b'],
  ['//storage.example/b', 'https://storage.example/b'],
  ['http://analytics.example/b', 'https://analytics.example/b'],
  ['https://storage.example/b#c', 'https://storage.example/b'],
];
for (const [location, url] of followed)
  test(`a redirect to ${location} is followed`, () => assert.equal(redirect(location), url));

const refused = [
  'http://storage.example/b',
  'http://analytics.example:8080/b',
  'http://169.254.169.254/latest/meta-data',
  'https://user:test-word@storage.example/b',
  'file:///etc/passwd',
  'https://',
];
for (const location of refused)
  test(`a redirect to ${location} is refused`, () => {
    assert.throws(() => redirect(location), { name: 'LinkRefused' });
  });

test('plain http is told by its host, without path and query', () => {
  assert.throws(() => redirect('http://storage.example/b?c=d'), {
    message: 'a redirect leads to plain http at storage.example',
  });
});

test('plain http is refused also of a private source, save at its own origins', () => {
  const laptop = aSource({ baseUrl: 'http://127.0.0.1:8080/r4', private: true, fileOrigins: [] });
  assert.equal(redirect('http://127.0.0.1:8080/a', laptop), 'http://127.0.0.1:8080/a');
  assert.throws(() => redirect('http://169.254.169.254/a', laptop), { name: 'LinkRefused' });
});
