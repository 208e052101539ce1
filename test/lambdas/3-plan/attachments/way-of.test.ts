import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, wayOf } from '../../../../lambdas/3-plan/attachments/way-of.ts';
import type { AttachmentNote } from '../../../../lambdas/lake/attachment-records.ts';
import { aNote, BINARY_URL, someAttachments } from '../../../fakes/attachments.ts';
import { aSource } from '../../../fakes/builders.ts';

const attachments = someAttachments();
const source = { ...aSource({ baseUrl: 'https://fhir.example/r4' }), attachments };

const ways: [string, Partial<AttachmentNote>, string][] = [
  ['data within the resource', { inline: true }, 'inline'],
  ['data beside a URL', { inline: true, url: BINARY_URL }, 'inline'],
  ['neither data nor URL', { url: null }, 'absent'],
  ['a MIME type that is not wanted', { contentType: 'image/png' }, 'unwanted'],
  ['no MIME type at all', { contentType: null }, 'fetch'],
  ['a kind that is wanted', { contentType: 'text/rtf' }, 'fetch'],
];
for (const [what, changes, kind] of ways)
  test(`${what}: ${kind}`, () => {
    assert.equal(wayOf(aNote(changes), source).kind, kind);
  });

for (const [url, resolved] of [
  ['Binary/1', 'https://fhir.example/r4/Binary/1'],
  ['/files/1', 'https://fhir.example/files/1'],
  ['https://files.example/b/1?sig=a#b', 'https://files.example/b/1?sig=a'],
  ['http://files.example/b/1', 'https://files.example/b/1'],
])
  test(`${url} leads to ${resolved}`, () => {
    assert.deepEqual(wayOf(aNote({ url: url ?? null }), source), { kind: 'fetch', url: resolved });
  });

test('where the FHIR API is elsewhere, a relative URL is below that', () => {
  const elsewhere = { ...source, fhirUrl: 'https://files.example/api/' };
  const note = aNote({ url: 'Binary/1' });
  assert.partialDeepStrictEqual(wayOf(note, elsewhere), {
    url: 'https://files.example/api/Binary/1',
  });
});

for (const url of [
  'https://evil.example/Binary/1',
  'https://fhir.example.evil.example/r4',
  '//evil.example/1',
  'ftp://fhir.example/1',
  'urn:uuid:1',
  'data:text/plain,secret',
  'https://a:b@fhir.example/1',
  'https://',
])
  test(`${url} is refused, or fails the export where the source wants that (rule 6)`, () => {
    const note = aNote({ url });
    const way = wayOf(note, source);
    assert.equal(way.kind, 'refused');
    assert.doesNotMatch(JSON.stringify(way), /secret|a:b/);
    const strict = { ...source, attachments: someAttachments({ onFailure: 'fail' }) };
    assert.throws(() => wayOf(note, strict), { name: 'LinkRefused' });
  });

test('an address has no query, no password, and no data', () => {
  const of = (url: string | null) => addressOf(aNote({ url }), source);
  assert.equal(of('https://a:b@evil.example/x?sig=a#b'), 'https://evil.example/x');
  assert.equal(of('Binary/1'), 'https://fhir.example/r4/Binary/1');
  for (const url of [null, 'data:text/plain,secret', 'urn:uuid:1', 'https://'])
    assert.equal(of(url), null, String(url));
});
