import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { s3Storage } from '../../../../../lambdas/shared/aws/s3/s3-storage.ts';
import type { Storage } from '../../../../../lambdas/shared/storage.ts';
import { type AwsReply, awsWire, s3Refusal, xmlReply } from '../../../../fakes/aws-wire.ts';

/** Whatever S3 is asked, it may ask for patience first (S1, S6). */

const BODY = Buffer.alloc(1024, 'part');
const empty = (name: string) => xmlReply(name, '');

const verbs: [verb: string, call: (storage: Storage) => Promise<unknown>, done: AwsReply][] = [
  ['read', (storage) => storage.read('a'), { body: 'hello' }],
  ['put', (storage) => storage.put('a', BODY, undefined, 'mnG7TA=='), {}],
  ['list', (storage) => Readable.from(storage.list('p/')).toArray(), empty('ListBucketResult')],
  [
    'createUpload',
    (storage) => storage.createUpload('a', 'crc32c'),
    xmlReply('InitiateMultipartUploadResult', '<UploadId>u</UploadId>'),
  ],
  ['uploadPart', (storage) => storage.uploadPart('a', 'u', 1, BODY, 'mnG7TA=='), {}],
  [
    'completeUpload',
    (storage) => storage.completeUpload('a', 'u', [{ partNumber: 1, etag: '"1"' }]),
    empty('CompleteMultipartUploadResult'),
  ],
  ['abortUpload', (storage) => storage.abortUpload('a', 'u'), {}],
  ['openUploads', (storage) => storage.openUploads('p/'), empty('ListMultipartUploadsResult')],
];

const slowDown = s3Refusal(503, 'SlowDown');
const kmsThrottles = s3Refusal(400, 'ThrottlingException', 'The rate of calls to KMS is exceeded');

test('S1: no verb of the storage is left out', () => {
  const all = Object.keys(s3Storage(awsWire([]).aws, 'lake'));
  assert.deepEqual(all.sort(), verbs.map(([verb]) => verb).sort());
});

for (const [verb, call, done] of verbs) {
  test(`S1, S6: ${verb} is sent again after SlowDown and after throttling by KMS, the same to the byte`, async () => {
    const { aws, requests } = awsWire([slowDown, kmsThrottles, done]);
    await call(s3Storage(aws, 'lake'));
    const [first, ...others] = requests;
    assert.equal(others.length, 2);
    for (const { method, path, body, headers } of others) {
      assert.deepEqual([method, path], [first?.method, first?.path]);
      assert.ok(first?.body && body.equals(first.body));
      assert.equal(headers['x-amz-checksum-crc32c'], first.headers['x-amz-checksum-crc32c']);
    }
  });

  test(`S1: ${verb} gives up by that name after six tries, and waits longer each time`, async () => {
    const { aws, requests, waitsMilliseconds } = awsWire([slowDown]);
    await assert.rejects(call(s3Storage(aws, 'lake')), { name: 'SlowDown' });
    assert.equal(requests.length, 6);
    assert.deepEqual(waitsMilliseconds, [500, 1000, 2000, 4000, 8000]);
  });
}
