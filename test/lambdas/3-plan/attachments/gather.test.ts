import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAttachments } from '../../../../lambdas/3-plan/attachments/cut-attachments.ts';
import { gather } from '../../../../lambdas/3-plan/attachments/gather.ts';
import type { AttachmentNote } from '../../../../lambdas/lake/attachment-records.ts';
import { aNote, anAttachment, BINARY_URL, someAttachments } from '../../../fakes/attachments.ts';
import { aSource, EXPORT_DATE, EXPORT_ID } from '../../../fakes/builders.ts';

const source = { ...aSource(), attachments: someAttachments() };
const gathered = (...notes: AttachmentNote[]) =>
  gather(notes, { source, exportDate: EXPORT_DATE, dataExportId: EXPORT_ID });

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
