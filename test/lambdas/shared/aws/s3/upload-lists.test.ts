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
