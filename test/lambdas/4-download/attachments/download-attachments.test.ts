import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportKeys } from '../../../../lambdas/lake/keys.ts';
import { anAttachment, someAttachments } from '../../../fakes/attachments.ts';
import { EXPORT_ID } from '../../../fakes/builders.ts';
import { aText, attachmentWorld } from './attachment-world.ts';

const fail = someAttachments({ onFailure: 'fail' });

test('the attachments of a unit land one after another, and are indexed at the end', async () => {
  const world = await attachmentWorld([aText('a'), { status: 404 }, aText('ccc')]);
  assert.deepEqual(await world.download(), { kind: 'done', files: 3, bytes: 4 });
  assert.deepEqual(
    (await world.lines()).map(({ owner, outcome, bytes }) => [owner, outcome, bytes]),
    [
      ['DocumentReference/1', 'stored', 1],
      ['DocumentReference/2', 'failed', null],
      ['DocumentReference/3', 'stored', 3],
    ],
  );
  const fields = { exportId: EXPORT_ID, unit: 1, attachments: 3, bytes: 4 };
  assert.deepEqual(world.log.lines[0]?.fields, fields);
  assert.doesNotMatch(JSON.stringify(world.log), /Binary/);
});

test('every resource that has an attachment has a line of it', async () => {
  const owners = ['DocumentReference/1', 'DiagnosticReport/2'].map((owner, i) => ({
    ...{ owner, nth: i + 1, size: i, hash: null },
  }));
  const world = await attachmentWorld([aText('a')], { attachments: [anAttachment(1, { owners })] });
  await world.download();
  assert.deepEqual(
    (await world.lines()).map(({ owner, nth, size_agrees }) => [owner, nth, size_agrees]),
    [
      ['DocumentReference/1', 1, false],
      ['DiagnosticReport/2', 2, true],
    ],
  );
  assert.deepEqual(world.asked(), [1]);
});

test('an attachment that is not to be fetched is recorded without a request', async () => {
  const kinds = ['inline', 'unwanted', 'absent'] as const;
  const refused = anAttachment(4, { decision: { kind: 'refused', reason: 'a link leads to x' } });
  const attachments = [
    ...kinds.map((kind, i) => anAttachment(i + 1, { decision: { kind } })),
    refused,
  ];
  const world = await attachmentWorld([], { attachments });
  await world.download();
  const lines = await world.lines();
  assert.deepEqual(
    lines.map(({ outcome }) => outcome),
    [...kinds, 'refused'],
  );
  assert.equal(lines[3]?.reason, 'a link leads to x');
});

test('if the source wants failures, the first one fails the unit', async () => {
  const world = await attachmentWorld([aText('a'), { status: 404 }, aText('c')], {
    settings: fail,
  });
  await assert.rejects(world.download(), { name: 'FileRefused', message: /404/ });
  assert.deepEqual(world.asked(), [1, 2]);
  assert.deepEqual(await world.lines(), []);
});

test('an error that is not the attachment’s is thrown, whatever the source wants', async () => {
  const world = await attachmentWorld([aText('a')]);
  const { put } = world.storage;
  world.storage.put = (key, ...rest) =>
    key.includes('/content/') ? Promise.reject(new TypeError('broken')) : put(key, ...rest);
  await assert.rejects(world.download(), /broken/);
});

test('receipts lie where the data does, for the export that resumes it', async () => {
  const dataExportId = 'acme-20261121T030000Z-000000';
  const world = await attachmentWorld([aText('a')], { dataExportId });
  await world.download();
  assert.ok(world.storage.objects.has(exportKeys(dataExportId).attachmentReceipts(1)));
});
