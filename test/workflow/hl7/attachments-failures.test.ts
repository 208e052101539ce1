import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import { attachmentContent } from '../../../local/servers/hl7/documents.ts';
import { json, outcome } from '../../../local/servers/http/server.ts';
import {
  assertStored,
  fetched,
  indexed,
  openAttachmentsWorld,
  PDFS,
  TEXTS,
  TYPES,
  withOutcome,
} from './attachments-world.ts';

const ALL = { mimeTypes: ['text/*', 'application/pdf'] };
const BUT_ONE = [...PDFS, ...TEXTS].filter((name) => name !== 'bin-8');
const answering = (path: RegExp, status: number): Fault => ({
  on: 'attachment',
  path,
  intercept: () => outcome(status, 'exception', 'not now'),
});

test('a missing Binary is recorded in the index, and the export is published', async () => {
  const world = await openAttachmentsWorld({ attachments: ALL, documents: { missing: 1 } });
  const result = await world.run('hl7', { types: TYPES });
  await assertStored(world, result, BUT_ONE);
  const { 'bin-8': row } = await indexed(world);
  assert.partialDeepStrictEqual(row, { outcome: 'failed', key: null, bytes: null });
  assert.match(String(row?.reason), /404/);
  assert.equal(result.complete, true);
  await world.clock.sleep(60_000);
  const next = await world.run('hl7', { types: TYPES });
  assert.deepEqual([next.error, next.since], [null, result.transactionTime]);
  await world.close();
});

test('with onFailure it fails the export; resumed, no other one is fetched again', async () => {
  const faults = [answering(/bin-8/, 404)];
  const attachments = { ...ALL, onFailure: 'fail' };
  const world = await openAttachmentsWorld({ attachments, faults, source: { maxConcurrency: 1 } });
  const failed = await world.run('hl7', { types: TYPES });
  assert.equal(failed.error?.name, 'FileRefused');
  assert.deepEqual(await indexed(world), {}, 'nothing is visible');
  faults.pop();
  const before = fetched(world).length;
  const result = await world.runExport({ source: 'hl7', resume: failed.exportId });
  await assertStored(world, { ...result, exportId: failed.exportId }, [...PDFS, ...TEXTS]);
  assert.deepEqual(fetched(world).slice(before), ['bin-8']);
  await world.close();
});

test('nothing is sent to an origin that the source does not name (rule 6)', async () => {
  const documents = { origin: () => 'https://evil.example' };
  const world = await openAttachmentsWorld({ attachments: ALL, documents });
  const result = await world.run('hl7', { types: TYPES });
  await assertStored(world, result, []);
  const rows = await indexed(world);
  assert.equal(withOutcome(rows, 'refused').length, 8);
  assert.match(String(rows['bin-1']?.reason), /evil\.example.*fileOrigins/);
  await world.close();
  const strict = { ...ALL, onFailure: 'fail' };
  const other = await openAttachmentsWorld({ attachments: strict, documents });
  assert.equal((await other.run('hl7', { types: TYPES })).error?.name, 'LinkRefused');
  await other.close();
});

test('an attachment larger than maxBytes is recorded and not stored', async () => {
  const { length: maxBytes } = attachmentContent(5).bytes;
  const world = await openAttachmentsWorld({ attachments: { ...ALL, maxBytes } });
  const result = await world.run('hl7', { types: TYPES });
  const small = [...PDFS, ...TEXTS].filter(
    (name) => attachmentContent(Number(name.slice(4))).bytes.length <= maxBytes,
  );
  assert.ok(small.length > 2 && small.length < 8);
  await assertStored(world, result, small);
  assert.match(String((await indexed(world))['bin-7']?.reason), /maxBytes/);
  await world.close();
});

test('a Binary that a server sends as FHIR JSON is decoded', async () => {
  const faults: Fault[] = [
    {
      on: 'attachment',
      intercept: async ({ url }) => {
        const { contentType, bytes } = attachmentContent(
          Number(/bin-(\d+)/.exec(url.pathname)?.[1]),
        );
        const binary = { resourceType: 'Binary', contentType, data: bytes.toString('base64') };
        return json(200, binary, { 'content-type': 'application/fhir+json' });
      },
    },
  ];
  const world = await openAttachmentsWorld({ attachments: ALL, faults });
  await assertStored(world, await world.run('hl7', { types: TYPES }), [...PDFS, ...TEXTS]);
  await world.close();
});

for (const status of [429, 500, 503])
  test(`${status} is retried if temporary; if permanent, it is recorded for the attachment`, async () => {
    const faults = [{ ...answering(/Binary/, status), times: 20 }, answering(/bin-8/, status)];
    const world = await openAttachmentsWorld({ attachments: ALL, faults });
    const result = await world.run('hl7', { types: TYPES });
    await assertStored(world, result, BUT_ONE);
    assert.match(String((await indexed(world))['bin-8']?.reason), new RegExp(`${status}`));
    await world.close();
  });

test('a token that is refused for attachments is recorded for each (K1)', async () => {
  const faults = [answering(/Binary/, 401)];
  const world = await openAttachmentsWorld({ attachments: ALL, faults });
  const result = await world.run('hl7', { types: TYPES });
  await assertStored(world, result, []);
  assert.equal(withOutcome(await indexed(world), 'failed').length, 8);
  await world.close();
});
