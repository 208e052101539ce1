import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, dedupe, fetchDecision } from '../../../lambdas/3-plan/fetch-decision.ts';
import type { AttachmentReference } from '../../../lambdas/lake/attachment-records.ts';
import {
  anAttachment,
  anAttachmentReference,
  BINARY_URL,
  someAttachments,
} from '../../fakes/attachments.ts';
import { aSource, EXPORT_DATE, EXPORT_ID } from '../../fakes/builders.ts';

const source = { ...aSource(), attachments: someAttachments() };
const deduped = (...references: AttachmentReference[]) =>
  dedupe(references, { source, exportDate: EXPORT_DATE, dataExportId: EXPORT_ID });

test('an attachment gets a number and a key without any text of the server', () => {
  const [first, second] = deduped(
    anAttachmentReference({ inline: true, url: null }),
    anAttachmentReference(),
  );
  assert.deepEqual(first?.decision, { kind: 'inline' });
  assert.deepEqual(
    second,
    anAttachment(2, {
      address: BINARY_URL,
      decision: {
        ...{ kind: 'fetch', url: BINARY_URL },
        key: `fhir/attachments/export_date=${EXPORT_DATE}/export_id=${EXPORT_ID}/content/00002`,
      },
      owners: [{ owner: 'DocumentReference/1', nth: 1, size: null, hash: null }],
    }),
  );
});

test('an attachment of several resources is fetched once, whatever size each declares', () => {
  const owners = ['DocumentReference/1', 'DocumentReference/2', 'DiagnosticReport/1'];
  const planned = deduped(...owners.map((owner, i) => anAttachmentReference({ owner, size: i })));
  assert.equal(planned.length, 1);
  assert.deepEqual(
    planned[0]?.owners.map(({ owner, size }) => [owner, size]),
    owners.map((owner, i) => [owner, i]),
  );
});

test('the same URL as another type, or with another query, is another attachment', () => {
  const references = [
    anAttachmentReference(),
    anAttachmentReference({ contentType: 'text/html' }),
    anAttachmentReference({ contentType: null }),
    anAttachmentReference({ url: `${BINARY_URL}?version=2` }),
  ];
  assert.equal(deduped(...references).length, 4);
});

test('attachments that are not fetched are not deduplicated', () => {
  const foreign = anAttachmentReference({ url: 'https://evil.example/1' });
  const inline = anAttachmentReference({ inline: true });
  assert.equal(deduped(foreign, foreign, inline, inline).length, 4);
});

const attachments = someAttachments();
const fhirSource = { ...aSource({ baseUrl: 'https://fhir.example/r4' }), attachments };

const decisions: [string, Partial<AttachmentReference>, string][] = [
  ['inline data', { inline: true }, 'inline'],
  ['inline data with a URL', { inline: true, url: BINARY_URL }, 'inline'],
  ['neither data nor URL', { url: null }, 'absent'],
  ['a MIME type that is not wanted', { contentType: 'image/png' }, 'unwanted'],
  ['no MIME type at all', { contentType: null }, 'fetch'],
  ['a wildcard MIME type that is wanted', { contentType: 'text/rtf' }, 'fetch'],
];
for (const [what, changes, kind] of decisions)
  test(`${what}: ${kind}`, () => {
    assert.equal(fetchDecision(anAttachmentReference(changes), fhirSource).kind, kind);
  });

for (const [url, resolved] of [
  ['Binary/1', 'https://fhir.example/r4/Binary/1'],
  ['/files/1', 'https://fhir.example/files/1'],
  ['https://files.example/b/1?sig=a#b', 'https://files.example/b/1?sig=a'],
  ['http://files.example/b/1', 'https://files.example/b/1'],
])
  test(`${url} leads to ${resolved}`, () => {
    assert.deepEqual(fetchDecision(anAttachmentReference({ url: url ?? null }), fhirSource), {
      kind: 'fetch',
      url: resolved,
    });
  });

test('a relative URL is relative to fhirUrl', () => {
  const elsewhere = { ...fhirSource, fhirUrl: 'https://files.example/api/' };
  const reference = anAttachmentReference({ url: 'Binary/1' });
  assert.partialDeepStrictEqual(fetchDecision(reference, elsewhere), {
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
  test(`${url} is refused, or fails the export if onFailure is "fail" (rule 6)`, () => {
    const reference = anAttachmentReference({ url });
    const decision = fetchDecision(reference, fhirSource);
    assert.equal(decision.kind, 'refused');
    assert.doesNotMatch(JSON.stringify(decision), /secret|a:b/);
    const strict = { ...fhirSource, attachments: someAttachments({ onFailure: 'fail' }) };
    assert.throws(() => fetchDecision(reference, strict), { name: 'LinkRefused' });
  });

test('an address has no query, no password, and no data', () => {
  const of = (url: string | null) => addressOf(anAttachmentReference({ url }), fhirSource);
  assert.equal(of('https://a:b@evil.example/x?sig=a#b'), 'https://evil.example/x');
  assert.equal(of('Binary/1'), 'https://fhir.example/r4/Binary/1');
  for (const url of [null, 'data:text/plain,secret', 'urn:uuid:1', 'https://'])
    assert.equal(of(url), null, String(url));
});
