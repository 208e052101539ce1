import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, dedupe, fetchDecision } from '../../../lambdas/3-plan/fetch-decision.ts';
import { cutAttachments } from '../../../lambdas/3-plan/plan-attachments.ts';
import type { AttachmentNote } from '../../../lambdas/lake/attachment-records.ts';
import { aNote, anAttachment, BINARY_URL, someAttachments } from '../../fakes/attachments.ts';
import { aSource, EXPORT_DATE, EXPORT_ID } from '../../fakes/builders.ts';

const source = { ...aSource(), attachments: someAttachments() };
const gathered = (...notes: AttachmentNote[]) =>
  dedupe(notes, { source, exportDate: EXPORT_DATE, dataExportId: EXPORT_ID });

test('an attachment gets a number and a key that holds nothing of the server’s', () => {
  const [first, second] = gathered(aNote({ inline: true, url: null }), aNote());
  assert.deepEqual(first?.way, { kind: 'inline' });
  assert.deepEqual(
    second,
    anAttachment(2, {
      address: BINARY_URL,
      way: {
        ...{ kind: 'fetch', url: BINARY_URL },
        key: `fhir/attachments/export_date=${EXPORT_DATE}/export_id=${EXPORT_ID}/content/00002`,
      },
      owners: [{ owner: 'DocumentReference/1', nth: 1, size: null, hash: null }],
    }),
  );
});

test('what many resources have is fetched once, whatever each of them says of its size', () => {
  const owners = ['DocumentReference/1', 'DocumentReference/2', 'DiagnosticReport/1'];
  const planned = gathered(...owners.map((owner, i) => aNote({ owner, size: i })));
  assert.equal(planned.length, 1);
  assert.deepEqual(
    planned[0]?.owners.map(({ owner, size }) => [owner, size]),
    owners.map((owner, i) => [owner, i]),
  );
});

test('the same URL as another type, or with another query, is another attachment', () => {
  const notes = [
    aNote(),
    aNote({ contentType: 'text/html' }),
    aNote({ contentType: null }),
    aNote({ url: `${BINARY_URL}?version=2` }),
  ];
  assert.equal(gathered(...notes).length, 4);
});

test('what is not fetched stays apart, one by one', () => {
  const foreign = aNote({ url: 'https://evil.example/1' });
  const inline = aNote({ inline: true });
  assert.equal(gathered(foreign, foreign, inline, inline).length, 4);
});

for (const [count, maxConcurrency, sizes] of [
  [0, 4, []],
  [3, 4, [1, 1, 1]],
  [33, 4, [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]],
  [401, 1, [101, 101, 101, 98]],
  [1601, 1, [200, 200, 200, 200, 200, 200, 200, 200, 1]],
] as const)
  test(`${count} attachments for ${maxConcurrency} workers are ${sizes.length} units`, () => {
    const all = Array.from({ length: count }, (_, i) => anAttachment(i + 1));
    const units = cutAttachments(all, maxConcurrency);
    assert.deepEqual(
      units.map((unit) => unit.length),
      sizes,
    );
    assert.deepEqual(units.flat(), all);
  });

const attachments = someAttachments();
const fhirSource = { ...aSource({ baseUrl: 'https://fhir.example/r4' }), attachments };

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
    assert.equal(fetchDecision(aNote(changes), fhirSource).kind, kind);
  });

for (const [url, resolved] of [
  ['Binary/1', 'https://fhir.example/r4/Binary/1'],
  ['/files/1', 'https://fhir.example/files/1'],
  ['https://files.example/b/1?sig=a#b', 'https://files.example/b/1?sig=a'],
  ['http://files.example/b/1', 'https://files.example/b/1'],
])
  test(`${url} leads to ${resolved}`, () => {
    assert.deepEqual(fetchDecision(aNote({ url: url ?? null }), fhirSource), {
      kind: 'fetch',
      url: resolved,
    });
  });

test('where the FHIR API is elsewhere, a relative URL is below that', () => {
  const elsewhere = { ...fhirSource, fhirUrl: 'https://files.example/api/' };
  const note = aNote({ url: 'Binary/1' });
  assert.partialDeepStrictEqual(fetchDecision(note, elsewhere), {
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
    const way = fetchDecision(note, fhirSource);
    assert.equal(way.kind, 'refused');
    assert.doesNotMatch(JSON.stringify(way), /secret|a:b/);
    const strict = { ...fhirSource, attachments: someAttachments({ onFailure: 'fail' }) };
    assert.throws(() => fetchDecision(note, strict), { name: 'LinkRefused' });
  });

test('an address has no query, no password, and no data', () => {
  const of = (url: string | null) => addressOf(aNote({ url }), fhirSource);
  assert.equal(of('https://a:b@evil.example/x?sig=a#b'), 'https://evil.example/x');
  assert.equal(of('Binary/1'), 'https://fhir.example/r4/Binary/1');
  for (const url of [null, 'data:text/plain,secret', 'urn:uuid:1', 'https://'])
    assert.equal(of(url), null, String(url));
});
