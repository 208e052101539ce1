import assert from 'node:assert/strict';
import { test } from 'node:test';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Storage } from '../../../../lambdas/shared/aws/s3-storage.ts';
import { type SdkAnswer, type SdkRequest, sdkWire } from '../../../fakes/sdk-wire.ts';

function world(...answers: SdkAnswer[]) {
  const { requests, config } = sdkWire(answers);
  const client = new S3Client({ ...config, forcePathStyle: true });
  return { requests, storage: s3Storage(client, 'lake') };
}

const xml = (name: string, content: string, status = 200): SdkAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><${name}>${content}</${name}>`,
});

const asked = ({ method, path, query }: SdkRequest) => {
  const { 'x-id': _, ...rest } = query;
  return [
    method,
    path,
    ...Object.entries(rest)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
  ];
};

test('an upload is opened, takes parts, and is completed with their ETags in order', async () => {
  const { storage, requests } = world(
    xml('InitiateMultipartUploadResult', '<UploadId>u</UploadId>'),
    { headers: { etag: '"1"' } },
    { headers: { etag: '"2"' } },
    xml('CompleteMultipartUploadResult', '<ETag>"3"</ETag>'),
  );
  const id = await storage.createUpload('a');
  const parts = [
    await storage.uploadPart('a', id, 1, Buffer.from('x')),
    await storage.uploadPart('a', id, 2, Buffer.from('y')),
  ];
  await storage.completeUpload('a', id, parts);
  assert.deepEqual(requests.map(asked), [
    ['POST', '/lake/a', 'uploads='],
    ['PUT', '/lake/a', 'partNumber=1', 'uploadId=u'],
    ['PUT', '/lake/a', 'partNumber=2', 'uploadId=u'],
    ['POST', '/lake/a', 'uploadId=u'],
  ]);
  const numbers = String(requests[3]?.body).match(
    /<PartNumber>\d<\/PartNumber>|&quot;\d&quot;|"\d"/g,
  );
  assert.equal(numbers?.length, 4);
});

test('an upload without an id is an error', async () => {
  const { storage } = world(xml('InitiateMultipartUploadResult', ''));
  await assert.rejects(storage.createUpload('a'), /without an id/);
});

test('a completion that fails behind a 200 is an error (S4)', async () => {
  const failed = xml('Error', '<Code>InternalError</Code><Message>no</Message>');
  const parts = [{ partNumber: 1, etag: '"1"' }];
  await assert.rejects(world(failed).storage.completeUpload('a', 'u', parts), {
    name: 'InternalError',
  });
});

test('an upload that is gone is as good as aborted; any other failure is an error', async () => {
  const gone = world(xml('Error', '<Code>NoSuchUpload</Code>', 404));
  await gone.storage.abortUpload('a', 'u');
  assert.deepEqual(gone.requests.map(asked), [['DELETE', '/lake/a', 'uploadId=u']]);
  const denied = world(xml('Error', '<Code>AccessDenied</Code>', 403));
  await assert.rejects(denied.storage.abortUpload('a', 'u'), { name: 'AccessDenied' });
});

const upload = (key: string, id: string) =>
  `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`;

test('open uploads are listed over all their pages', async () => {
  const more = '<IsTruncated>true</IsTruncated><NextKeyMarker>f/a</NextKeyMarker>';
  const first = `${more}<NextUploadIdMarker>1</NextUploadIdMarker>${upload('f/a', '1')}`;
  const { storage, requests } = world(
    xml('ListMultipartUploadsResult', first),
    xml('ListMultipartUploadsResult', upload('f/b', '2')),
  );
  assert.deepEqual(await storage.openUploads('f/'), [
    { key: 'f/a', uploadId: '1' },
    { key: 'f/b', uploadId: '2' },
  ]);
  assert.deepEqual(requests.map(asked), [
    ['GET', '/lake/', 'prefix=f/', 'uploads='],
    ['GET', '/lake/', 'key-marker=f/a', 'prefix=f/', 'upload-id-marker=1', 'uploads='],
  ]);
});

test('no open uploads are none', async () => {
  const { storage } = world(xml('ListMultipartUploadsResult', ''));
  assert.deepEqual(await storage.openUploads('f/'), []);
});
