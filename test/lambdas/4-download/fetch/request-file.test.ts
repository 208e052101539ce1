import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkResponse } from '../../../../lambdas/4-download/fetch/request-file.ts';

const LENGTH = { 'content-length': '5' };

type Asked = { count?: number; withCredential?: boolean };

function verdict(
  headers: Record<string, string>,
  status = 200,
  { withCredential = true, ...promise }: Asked = {},
): string {
  try {
    checkResponse({ status, headers, withCredential }, promise);
    return 'accepted';
  } catch (error) {
    assert(error instanceof Error);
    assert.doesNotMatch(error.message, /marker/);
    return error.name;
  }
}

const accepted = [
  'application/fhir+ndjson',
  'application/fhir+ndjson; charset=utf-8',
  'application/ndjson',
  'application/x-ndjson',
  'application/octet-stream',
  'binary/octet-stream',
  'text/plain',
  'text/plain; note="not text/html"',
];
test('for a type that may hold NDJSON the content decides (D7)', () => {
  for (const type of accepted)
    assert.equal(verdict({ ...LENGTH, 'content-type': type }), 'accepted', type);
  assert.equal(verdict(LENGTH), 'accepted');
});

const never = [
  'text/html',
  'text/html; charset=utf-8; marker',
  'Text/HTML',
  'application/json',
  'application/fhir+json;fhirVersion=4.0',
];
for (const type of never)
  test(`${type} is no file, and the error repeats only the type (D7)`, () => {
    assert.equal(verdict({ ...LENGTH, 'content-type': type }), 'FileNotNdjson');
  });

test('a refusal says what was sent in place of a file', () => {
  const page = { ...LENGTH, 'content-type': 'text/html; charset=utf-8' };
  const refusals: [number, Record<string, string>, string][] = [
    [200, page, 'the server sent text/html for a file'],
    [404, page, 'the server answered 404 to a file it listed'],
    [403, page, 'file: 403; the credential does not allow this'],
  ];
  for (const [status, headers, message] of refusals)
    assert.throws(() => checkResponse({ status, headers, withCredential: true }, {}), { message });
});

const proofs: [string, Record<string, string>][] = [
  ['a length', LENGTH],
  ['a length of nothing (D19)', { 'content-length': '0' }],
  ['chunks', { 'transfer-encoding': 'chunked' }],
  ['chunks of gzip', { 'transfer-encoding': 'gzip, chunked' }],
  ['gzip, which has a trailer', { 'content-encoding': 'gzip' }],
];
for (const [what, headers] of proofs)
  test(`${what} proves the end of a file (D2)`, () => assert.equal(verdict(headers), 'accepted'));

test('without a length, chunks or gzip only the manifest’s count proves it (D2)', () => {
  for (const headers of [{}, { 'content-encoding': 'br' }, { 'transfer-encoding': 'gzip' }]) {
    assert.equal(verdict(headers), 'UnverifiableLength');
    assert.equal(verdict(headers, 200, { count: 7 }), 'accepted');
    assert.equal(verdict(headers, 200, { count: 0 }), 'accepted');
  }
});

test('a page without a length is a page first: it may be a file the next time', () => {
  assert.equal(verdict({ 'content-type': 'text/html' }), 'FileNotNdjson');
});

const statuses: [number, string][] = [
  [201, 'FileRefused'],
  [204, 'FileRefused'],
  [206, 'FileRefused'],
  [302, 'FileRefused'],
  [400, 'FileRefused'],
  [404, 'FileRefused'],
  [410, 'FileRefused'],
  [401, 'CredentialRefused'],
  [403, 'CredentialRefused'],
  [429, 'ServerBusy'],
  [503, 'ServerBusy'],
  [504, 'ServerUnavailable'],
];
for (const [status, name] of statuses)
  test(`${status} to a listed file is ${name} (D18, D21)`, () => {
    assert.equal(verdict({ ...LENGTH, 'content-type': 'text/html' }, status), name);
  });

for (const status of [401, 403])
  test(`${status} to a request without the credential is blamed on the link (M15)`, () => {
    const answer = { status, headers: LENGTH, withCredential: false };
    const message = new RegExp(`${status} to a link .* without a credential`);
    assert.throws(() => checkResponse(answer, {}), { name: 'FileRefused', message });
    assert.equal(verdict(LENGTH, 502, { withCredential: false }), 'ServerUnavailable');
  });
