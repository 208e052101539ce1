import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { download } from '../../../../lambdas/4-download/download.ts';
import { publish } from '../../../../lambdas/5-publish/publish.ts';
import { exportLogPrefix } from '../../../../lambdas/shared/keys.ts';
import { CommitRecord } from '../../../../lambdas/shared/records/commit-record.ts';
import { isLanded } from '../../../../lambdas/shared/records/receipt-records.ts';
import { readRecord, writeRecord } from '../../../../lambdas/shared/records/record.ts';
import { step } from '../../../../lambdas/shared/step.ts';
import { DownloadEvent, PublishEvent } from '../../../../lambdas/shared/workflow.ts';
import { aFile, aJob, aPlan, aUnit, EXPORT_ID, keys, landedKey } from '../../../fakes/builders.ts';
import { crc32cOf } from '../../../fakes/crc32c-of.ts';
import { stepDeps } from '../../../fakes/step-deps.ts';
import { longContent, partOf } from '../../4-download/long-file-world.ts';

/** F13: papers of the version before a file could be several objects, or lie there as gzip. */

const event = { exportId: EXPORT_ID, source: 'acme' };
const context = { getRemainingTimeInMillis: () => 900_000 };
const LANDED = '{"resourceType":"Patient","id":"a"}\n';
const UNBEGUN = '{"resourceType":"Patient","id":"c"}\n';
const LONG = longContent();
/** What of the long file had been stored, to the end of a line. */
const STORED = LONG.subarray(0, LONG.indexOf('\n', 8 * 1024 ** 2) + 1);

const urlOf = (n: number) => `https://files.example/${n}.ndjson`;
const files = [1, 2, 3].map((index) =>
  aFile({ ...{ index, entry: index, url: urlOf(index) }, key: landedKey('Patient', index) }),
);
const hex = (content: string | Buffer) =>
  `crc32c:${Buffer.from(crc32cOf(Buffer.from(content)), 'base64').toString('hex')}`;

/** A unit whose first file had come as gzip and was stored without, and whose second one is in the middle. */
async function leftByEarlier() {
  const deps = stepDeps({
    routes: {
      [`GET ${urlOf(2)}`]: (request) => partOf(LONG, request),
      [`GET ${urlOf(3)}`]: { headers: { 'content-encoding': 'gzip' }, body: gzipSync(UNBEGUN) },
    },
  });
  const { storage } = deps;
  await writeRecord(keys.job, aJob(), storage);
  await writeRecord(keys.plan, aPlan({ files: 3 }), storage);
  await writeRecord(keys.unit(1), aUnit({ files }), storage);
  const key = landedKey('Patient', 1);
  await storage.put(key, LANDED);
  const landed = { index: 1, type: 'Patient', key, bytes: LANDED.length, encodedBytes: 50 };
  const receipts = [{ ...landed, lines: 1, checksum: hex(LANDED) }];
  await writeRecord(keys.unitReceipts(1), { unit: 1, receipts }, storage);
  await writeRecord(keys.openFile(1), { file: await openFile(deps) }, storage);
  return deps;
}

async function openFile({ storage }: ReturnType<typeof stepDeps>) {
  const key = landedKey('Patient', 2);
  const crc32c = crc32cOf(STORED);
  const uploadId = await storage.createUpload(key);
  const { etag } = await storage.uploadPart(key, uploadId, 1, STORED, crc32c);
  const lines = STORED.toString().split('\n').length - 1;
  const uploaded = { uploadId, parts: [{ partNumber: 1, etag, crc32c }], bytes: STORED.length };
  return {
    index: 2,
    uploaded: { ...uploaded, crc32c: Buffer.from(crc32c, 'base64').readUInt32BE() },
    place: { number: lines + 1, offset: STORED.length, tallied: { lines } },
    etag: '"1"',
  };
}

test('F13: a unit that the version before left in the middle is landed and published, each file once', async () => {
  const deps = await leftByEarlier();
  const call = step(DownloadEvent, download)(deps);
  const done = await call({ ...event, unitKey: keys.unit(1) }, context);
  assert.deepEqual([done.kind, deps.http.requests.length], ['done', 2]);
  assert.equal(deps.http.requests[0]?.headers.range, `bytes=${STORED.length}-`);
  const published = await step(PublishEvent, publish)(deps)(event, context);
  assert.deepEqual([published.kind, published.files, published.lines], ['published', 3, 20_002]);
  const { files } = await readRecord(keys.commit, CommitRecord, deps.storage);
  const [first, second, third] = files.filter(isLanded).map(({ objects }) => objects);
  assert.deepEqual(
    first?.map(({ key }) => key),
    [landedKey('Patient', 1)],
  );
  assert.deepEqual(
    second?.map(({ checksum }) => checksum),
    [hex(LONG)],
  );
  assert.deepEqual(
    third?.map(({ key }) => key),
    [`${landedKey('Patient', 3)}.gz`],
  );
  const log = await deps.storage.read(`${exportLogPrefix(EXPORT_ID)}log.ndjson`);
  assert.equal(log?.text.split('\n').length, 4);
});
