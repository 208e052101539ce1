import assert from 'node:assert/strict';
import { test } from 'node:test';
import { s3Storage } from '../../../../lambdas/aws/s3/s3-storage.ts';
import { type AwsReply, awsWire, s3Refusal, xmlReply } from '../../../fakes/aws-wire.ts';

function world(...replies: AwsReply[]) {
  const { aws, requests } = awsWire(replies);
  const asked = () => requests.map(({ method, path }) => `${method} ${path}`);
  return { requests, asked, storage: s3Storage(aws, 'lake') };
}

const etag = (value: string): AwsReply => ({ headers: { etag: `"${value}"` } });
const opened = xmlReply('InitiateMultipartUploadResult', '<UploadId>u</UploadId>');

test('S8: an upload is opened, takes parts, and is completed with what S3 is to check', async () => {
  const done = xmlReply('CompleteMultipartUploadResult', '<ETag>"3"</ETag>');
  const { storage, requests, asked } = world(opened, etag('1'), etag('2'), done);
  const id = await storage.createUpload('a');
  const parts = [
    await storage.uploadPart('a', id, 1, Buffer.from('x'), 'AAAAAA=='),
    await storage.uploadPart('a', id, 2, Buffer.from('y'), 'AAAAAQ=='),
  ];
  await storage.completeUpload('a', id, parts, { bytes: 2, crc32c: 'AAAAAg==' });
  assert.deepEqual(asked(), [
    'POST /a?uploads=',
    'PUT /a?partNumber=1&uploadId=u&x-id=UploadPart',
    'PUT /a?partNumber=2&uploadId=u&x-id=UploadPart',
    'POST /a?uploadId=u',
  ]);
  const [create, first, , complete] = requests.map(({ headers }) => headers);
  assert.partialDeepStrictEqual(create, {
    'x-amz-checksum-algorithm': 'CRC32C',
    'x-amz-checksum-type': 'FULL_OBJECT',
  });
  assert.partialDeepStrictEqual(first, { 'x-amz-checksum-crc32c': 'AAAAAA==' });
  assert.partialDeepStrictEqual(complete, {
    'x-amz-checksum-crc32c': 'AAAAAg==',
    'x-amz-checksum-type': 'FULL_OBJECT',
    'x-amz-mp-object-size': '2',
  });
  // What S3 is to make of the parts is signed; the parts themselves are not hashed.
  assert.match(`${complete?.['x-amz-content-sha256']}`, /^[0-9a-f]{64}$/);
  assert.equal(first?.['x-amz-content-sha256'], 'UNSIGNED-PAYLOAD');
  const part = (number: number, sum: string) =>
    `<Part><ETag>&quot;${number}&quot;</ETag><ChecksumCRC32C>${sum}</ChecksumCRC32C><PartNumber>${number}</PartNumber></Part>`;
  const listed = `${part(1, 'AAAAAA==')}${part(2, 'AAAAAQ==')}`;
  assert.ok(requests[3]?.body.toString().includes(listed), requests[3]?.body.toString());
});

test('a part is sent as the bytes that it is, without a copy or a hash', async () => {
  const { storage, requests } = world(etag('1'));
  const body = Buffer.alloc(64).subarray(8, 24);
  await storage.uploadPart('a', 'u', 1, body, 'AAAAAA==');
  const sent = requests[0]?.body;
  assert.deepEqual(
    [sent?.buffer, sent?.byteOffset, sent?.length],
    [body.buffer, body.byteOffset, 16],
  );
  assert.equal(requests[0]?.headers['x-amz-content-sha256'], 'UNSIGNED-PAYLOAD');
});

test('an upload without an id is an error', async () => {
  const { storage } = world(xmlReply('InitiateMultipartUploadResult', ''));
  await assert.rejects(storage.createUpload('a'), /without an id/);
});

test('an upload that is gone is as good as aborted; any other failure is an error', async () => {
  const gone = world(s3Refusal(404, 'NoSuchUpload'));
  await gone.storage.abortUpload('a', 'u');
  assert.deepEqual(gone.asked(), ['DELETE /a?uploadId=u&x-id=AbortMultipartUpload']);
  const denied = world(s3Refusal(403, 'AccessDenied'));
  await assert.rejects(denied.storage.abortUpload('a', 'u'), { name: 'AccessDenied' });
});
