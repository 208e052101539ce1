import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { s3Storage } from '../../../../lambdas/aws/s3/s3-storage.ts';
import type { Storage } from '../../../../lambdas/lake/storage.ts';
import { type AwsReply, awsWire, s3ErrorReply, xmlReply } from '../../../fakes/aws-wire.ts';

/** S3 may throttle every call (S1, S6). */

const BODY = Buffer.alloc(1024, 'part');
const PART = { partNumber: 1, etag: '"1"', crc32c: 'mnG7TA==' };

const verbs: [verb: string, call: (storage: Storage) => Promise<unknown>, done: AwsReply][] = [
  ['read', (storage) => storage.read('a'), { body: 'hello' }],
  ['put', (storage) => storage.put('a', BODY, undefined, 'mnG7TA=='), {}],
  [
    'list',
    (storage) => Readable.from(storage.list('p/')).toArray(),
    xmlReply('ListBucketResult', '<IsTruncated>false</IsTruncated>'),
  ],
  [
    'createUpload',
    (storage) => storage.createUpload('a'),
    xmlReply('InitiateMultipartUploadResult', '<UploadId>u</UploadId>'),
  ],
  ['uploadPart', (storage) => storage.uploadPart('a', 'u', 1, BODY, 'mnG7TA=='), {}],
  [
    'completeUpload',
    (storage) => storage.completeUpload('a', 'u', [PART], { bytes: 1024, crc32c: PART.crc32c }),
    xmlReply('CompleteMultipartUploadResult', '<ETag>"3"</ETag>'),
  ],
  ['abortUpload', (storage) => storage.abortUpload('a', 'u'), {}],
  [
    'openUploads',
    (storage) => storage.openUploads('p/'),
    xmlReply('ListMultipartUploadsResult', '<IsTruncated>false</IsTruncated>'),
  ],
];

/** Before a completion is tried again the object is looked for; here it does not exist. */
const looked = (verb: string, replies: AwsReply[]) =>
  verb === 'completeUpload'
    ? replies.flatMap((reply, i) => (i < replies.length - 1 ? [reply, { status: 404 }] : [reply]))
    : replies;

const slowDown = s3ErrorReply(503, 'SlowDown');
const kmsThrottles = s3ErrorReply(
  400,
  'ThrottlingException',
  'The rate of calls to KMS is exceeded',
);

test('no verb of the storage is left out (S1)', () => {
  const all = Object.keys(s3Storage(awsWire([]).aws, 'lake'));
  assert.deepEqual(all.sort(), verbs.map(([verb]) => verb).sort());
});

for (const [verb, call, done] of verbs) {
  test(`${verb} is sent again after SlowDown and after throttling by KMS, the same to the byte (S1, S6)`, async () => {
    const { aws, requests } = awsWire(looked(verb, [slowDown, kmsThrottles, done]));
    await call(s3Storage(aws, 'lake'));
    const [first, ...others] = requests.filter(({ method }) => method !== 'HEAD');
    assert.equal(others.length, 2);
    for (const { method, path, body, headers } of others) {
      assert.deepEqual([method, path], [first?.method, first?.path]);
      assert.ok(first?.body && body.equals(first.body));
      assert.equal(headers['x-amz-checksum-crc32c'], first.headers['x-amz-checksum-crc32c']);
    }
  });

  test(`${verb} gives up by that name after six attempts, and waits longer each time (S1)`, async () => {
    const { aws, requests, waitsMilliseconds } = awsWire([slowDown]);
    await assert.rejects(call(s3Storage(aws, 'lake')), { name: 'SlowDown' });
    assert.equal(requests.filter(({ method }) => method !== 'HEAD').length, 6);
    assert.deepEqual(waitsMilliseconds, [500, 1000, 2000, 4000, 8000]);
  });
}
