import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  attachmentsOf,
  collectAttachments,
} from '../../../../lambdas/4-download/attachments/collect-attachments.ts';
import { aFile, EXPORT_ID, keys } from '../../../fakes/builders.ts';
import { memoryStorage } from '../../../fakes/memory-storage.ts';

const pdf = { contentType: 'Application/PDF; v=1', url: 'Binary/1', size: 7, hash: 'aGFzaA==' };
const report = { resourceType: 'DiagnosticReport', id: 'r1' };
const document = { resourceType: 'DocumentReference', id: 'd1' };

test('attachments of documents and reports are found, with their declared metadata (rule 47)', () => {
  const found = { contentType: 'application/pdf', url: 'Binary/1', size: 7, hash: 'aGFzaA==' };
  assert.deepEqual(attachmentsOf({ ...report, presentedForm: [{ data: 'YQ==' }, pdf] }), [
    {
      ...{ owner: 'DiagnosticReport/r1', nth: 1, inline: true },
      ...{ contentType: null, url: null, size: null, hash: null },
    },
    { owner: 'DiagnosticReport/r1', nth: 2, inline: false, ...found },
  ]);
  assert.deepEqual(attachmentsOf({ ...document, content: [{ attachment: pdf }] }), [
    { owner: 'DocumentReference/d1', nth: 1, inline: false, ...found },
  ]);
});

test('R5 writes a size as a string', () => {
  const of = (size: unknown) =>
    attachmentsOf({ ...report, presentedForm: [{ ...pdf, size }] })[0]?.size;
  assert.deepEqual(
    [of('1234'), of('-1'), of(1.5), of(-1), of({}), of(undefined)],
    [1234, null, null, null, null, null],
  );
});

for (const [what, resource] of [
  ['another type', { resourceType: 'Patient', photo: [pdf] }],
  ['a type named like a property of every object', { resourceType: 'constructor' }],
  ['no list', { ...report, presentedForm: pdf }],
  ['no content', document],
  ['content without attachment', { ...document, content: [{}, null, 'x', { attachment: 7 }] }],
] as const)
  test(`${what}: nothing is attached`, () => {
    assert.deepEqual(attachmentsOf(resource), []);
  });

test('an invalid element does not hide an attachment', () => {
  const wrong = { contentType: 7, url: ['x'], data: '', size: 'much', hash: null };
  assert.deepEqual(attachmentsOf({ resourceType: 'DiagnosticReport', presentedForm: [wrong] }), [
    {
      ...{ owner: 'DiagnosticReport', nth: 1, inline: false },
      ...{ contentType: null, url: null, size: null, hash: null },
    },
  ]);
});

test('the references of a file are one object, and its receipt has their number', async () => {
  const storage = memoryStorage();
  const collectorFor = collectAttachments(EXPORT_ID, storage);
  const collector = collectorFor(aFile({ index: 7, type: 'bulk_organized' }));
  collector?.add({ ...report, presentedForm: [pdf, pdf] });
  collector?.add({ ...document, content: [{ attachment: pdf }] });
  assert.deepEqual(await collector?.flush(), { attachments: 3 });
  const lines = (await storage.read(keys.attachmentReferences(7)))?.text.trim().split('\n');
  assert.equal(lines?.length, 3);
  assert.equal(collectorFor(aFile({ type: 'Patient' })), undefined);
});

test('a file without attachments has no references, and its receipt says so', async () => {
  const storage = memoryStorage();
  const collector = collectAttachments(EXPORT_ID, storage)(aFile({ type: 'DiagnosticReport' }));
  assert.deepEqual(await collector?.flush(), { attachments: 0 });
  assert.equal(storage.objects.size, 0);
});
