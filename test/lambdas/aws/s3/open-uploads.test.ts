import assert from 'node:assert/strict';
import { test } from 'node:test';
import { s3Storage } from '../../../../lambdas/aws/s3/s3-storage.ts';
import { type AwsReply, awsWire, xmlReply } from '../../../fakes/aws-wire.ts';

function world(...replies: AwsReply[]) {
  const { aws, requests } = awsWire(replies);
  return { storage: s3Storage(aws, 'lake'), asked: () => requests.map(({ path }) => path) };
}

const LAST = '<IsTruncated>false</IsTruncated>';
const upload = (key: string, id: string) =>
  `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`;

test('open uploads are listed over all their pages', async () => {
  const more = '<IsTruncated>true</IsTruncated><NextKeyMarker>f/a</NextKeyMarker>';
  const first = `${more}<NextUploadIdMarker>1</NextUploadIdMarker>${upload('f/a', '1')}`;
  const { storage, asked } = world(
    xmlReply('ListMultipartUploadsResult', first),
    xmlReply('ListMultipartUploadsResult', `${LAST}${upload('f/b', '2')}`),
  );
  assert.deepEqual(await storage.openUploads('f/'), [
    { key: 'f/a', uploadId: '1' },
    { key: 'f/b', uploadId: '2' },
  ]);
  assert.deepEqual(asked(), [
    '/?prefix=f%2F&uploads=',
    '/?key-marker=f%2Fa&prefix=f%2F&upload-id-marker=1&uploads=',
  ]);
});

test('no open uploads are none', async () => {
  const { storage } = world(xmlReply('ListMultipartUploadsResult', LAST));
  assert.deepEqual(await storage.openUploads('f/'), []);
});

test('an answer that is no list of uploads is an error, and not an empty one', async () => {
  const { storage } = world({ body: '<html><body>hello</body></html>' });
  await assert.rejects(storage.openUploads('f/'), /did not answer with a list of uploads/);
});
