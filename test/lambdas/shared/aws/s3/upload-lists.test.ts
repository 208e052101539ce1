import assert from 'node:assert/strict';
import { test } from 'node:test';
import { s3Storage } from '../../../../../lambdas/shared/aws/s3/s3-storage.ts';
import { type AwsReply, awsWire, xmlReply } from '../../../../fakes/aws-wire.ts';

function world(...replies: AwsReply[]) {
  const { aws, requests } = awsWire(replies);
  return { storage: s3Storage(aws, 'lake'), asked: () => requests.map(({ path }) => path) };
}

const upload = (key: string, id: string) =>
  `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`;
const part = (number: number, more = '') =>
  `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${number}&quot;</ETag><Size>7</Size>${more}</Part>`;

test('open uploads are listed over all their pages', async () => {
  const more = '<IsTruncated>true</IsTruncated><NextKeyMarker>f/a</NextKeyMarker>';
  const first = `${more}<NextUploadIdMarker>1</NextUploadIdMarker>${upload('f/a', '1')}`;
  const { storage, asked } = world(
    xmlReply('ListMultipartUploadsResult', first),
    xmlReply('ListMultipartUploadsResult', upload('f/b', '2')),
  );
  assert.deepEqual(await storage.openUploads('f/'), [
    { key: 'f/a', uploadId: '1' },
    { key: 'f/b', uploadId: '2' },
  ]);
  assert.deepEqual(asked(), [
    '/?uploads=&prefix=f%2F',
    '/?uploads=&prefix=f%2F&key-marker=f%2Fa&upload-id-marker=1',
  ]);
});

test('no open uploads are none', async () => {
  const { storage } = world(xmlReply('ListMultipartUploadsResult', ''));
  assert.deepEqual(await storage.openUploads('f/'), []);
});

test('the parts of an upload are listed over all their pages', async () => {
  const more = '<IsTruncated>true</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker>';
  const checked = part(1, '<ChecksumCRC32C>AAAAAA==</ChecksumCRC32C>');
  const { storage, asked } = world(
    xmlReply('ListPartsResult', `${more}${checked}`),
    xmlReply('ListPartsResult', part(2)),
  );
  assert.deepEqual(await storage.listParts('a b', 'u'), [
    { partNumber: 1, etag: '"1"', bytes: 7, crc32c: 'AAAAAA==' },
    { partNumber: 2, etag: '"2"', bytes: 7 },
  ]);
  assert.deepEqual(asked(), ['/a%20b?uploadId=u', '/a%20b?uploadId=u&part-number-marker=1']);
});
