import assert from 'node:assert/strict';
import { test } from 'node:test';
import { s3Storage } from '../../../../lambdas/aws/s3/s3-storage.ts';
import type { CloudService } from '../../../../local/cloud/service.ts';
import {
  type AwsReply,
  awsWire,
  connectionLost,
  s3ErrorReply,
  xmlReply,
} from '../../../fakes/aws-wire.ts';
import { crc32cOf } from '../../../fakes/memory-storage.ts';
import { storageAt } from '../../../fakes/storage-at.ts';
import { BUCKET, cloudOver, withFolder } from '../../../local/cloud/local-cloud.ts';

function world(...replies: AwsReply[]) {
  const { aws, requests } = awsWire(replies);
  const asked = () => requests.map(({ method, path }) => `${method} ${path}`);
  return { requests, asked, storage: s3Storage(aws, 'lake') };
}

const etag = (value: string): AwsReply => ({ headers: { etag: `"${value}"` } });
const opened = xmlReply('InitiateMultipartUploadResult', '<UploadId>u</UploadId>');

test('an upload is created, gets parts, and is completed with the checksum for S3 to check (S8)', async () => {
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

test('a part is sent without a copy or a hash', async () => {
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

test('an upload that no longer exists counts as aborted; any other failure is an error', async () => {
  const gone = world(s3ErrorReply(404, 'NoSuchUpload'));
  await gone.storage.abortUpload('a', 'u');
  assert.deepEqual(gone.asked(), ['DELETE /a?uploadId=u&x-id=AbortMultipartUpload']);
  const denied = world(s3ErrorReply(403, 'AccessDenied'));
  await assert.rejects(denied.storage.abortUpload('a', 'u'), { name: 'AccessDenied' });
});

const WHOLE = { bytes: 7, crc32c: 'mnG7TA==' };
const done = xmlReply('CompleteMultipartUploadResult', '<ETag>"3"</ETag>');
const lost = connectionLost();
const behind200 = xmlReply('Error', '<Code>InternalError</Code><Message>no</Message>');
const refused = s3ErrorReply(412, 'PreconditionFailed');
const gone = s3ErrorReply(404, 'NoSuchUpload');
const missing: AwsReply = { status: 404 };
const busy: AwsReply = { status: 503 };
const there = (bytes: number, crc32c: string): AwsReply => ({
  headers: { 'content-length': String(bytes), 'x-amz-checksum-crc32c': crc32c },
});

/** Completes an upload over these answers: how that ends, and what was asked. */
async function completing(...replies: AwsReply[]) {
  const { aws, requests } = awsWire(replies);
  const parts = [{ partNumber: 1, etag: '"1"', crc32c: WHOLE.crc32c }];
  const end = await s3Storage(aws, 'lake')
    .completeUpload('a', 'u', parts, WHOLE, { kind: 'if-absent' })
    .catch((error: Error) => error.name);
  return { end, asked: requests.map(({ method }) => method).join(' ') };
}

const cases: [string, AwsReply[], { end: string; asked: string }][] = [
  [
    'an answer that is no answer (S4)',
    [lost, missing, done],
    { end: 'stored', asked: 'POST HEAD POST' },
  ],
  [
    'an error behind a 200 (S4)',
    [behind200, missing, done],
    { end: 'stored', asked: 'POST HEAD POST' },
  ],
  [
    'a 200 that is cut (S4)',
    [{ body: '<Comp' }, missing, done],
    { end: 'stored', asked: 'POST HEAD POST' },
  ],
  [
    'a completion that came through (S7)',
    [lost, there(7, 'mnG7TA==')],
    { end: 'stored', asked: 'POST HEAD' },
  ],
  [
    'another object of that size (S7)',
    [lost, there(7, 'AAAAAA=='), done],
    { end: 'stored', asked: 'POST HEAD POST' },
  ],
  [
    'an object of another size (S7)',
    [lost, there(8, 'mnG7TA=='), done],
    { end: 'stored', asked: 'POST HEAD POST' },
  ],
  [
    'a completion that shows only once its upload is gone (S7)',
    [lost, missing, gone, there(7, 'mnG7TA==')],
    { end: 'stored', asked: 'POST HEAD POST HEAD' },
  ],
  [
    'a condition that our own first try broke (S7)',
    [lost, missing, refused, there(7, 'mnG7TA==')],
    { end: 'stored', asked: 'POST HEAD POST HEAD' },
  ],
  [
    'a condition that another broke after all (S7)',
    [lost, missing, refused, there(7, 'AAAAAA==')],
    { end: 'refused', asked: 'POST HEAD POST HEAD' },
  ],
  [
    'an object that may not be seen',
    [lost, { status: 403 }, done],
    { end: 'stored', asked: 'POST HEAD POST' },
  ],
  [
    'a completion that came through, and a look for it that S3 throttled (S7)',
    [behind200, busy, gone, busy, gone, there(7, 'mnG7TA==')],
    { end: 'stored', asked: 'POST HEAD POST HEAD POST HEAD' },
  ],
  ['a condition that does not hold', [refused], { end: 'refused', asked: 'POST' }],
  [
    'an error behind a 200 that does not pass',
    [xmlReply('Error', '<Code>InvalidPart</Code><Message>no</Message>')],
    { end: 'InvalidPart', asked: 'POST' },
  ],
  ['an upload that is not there', [gone], { end: 'NoSuchUpload', asked: 'POST' }],
  [
    'parts that are not the whole (S8)',
    [s3ErrorReply(400, 'InvalidRequest')],
    { end: 'InvalidRequest', asked: 'POST' },
  ],
];

for (const [name, replies, expected] of cases)
  test(`${name} ends as ${expected.end}`, async () => {
    assert.deepEqual(await completing(...replies), expected);
  });

test('a completion that keeps failing fails by its own name (S4)', async () => {
  const { end, asked } = await completing(
    ...Array.from({ length: 6 }, () => [behind200, missing]).flat(),
  );
  assert.equal(end, 'InternalError');
  assert.equal(asked.match(/POST/g)?.length, 6);
});

/** Completes the upload, and answers like a gateway that lost the answer. */
const losing =
  (cloud: CloudService): CloudService =>
  async (request) => {
    const answer = await cloud(request);
    const isCompletion = request.method === 'POST' && request.url.searchParams.has('uploadId');
    return isCompletion ? { status: 504, headers: {}, body: Buffer.alloc(0) } : answer;
  };

test('an upload whose completion loses its answer is reported as stored (S7)', async () => {
  await withFolder(async (directory) => {
    const cloud = losing(cloudOver(directory));
    const storage = storageAt({ kind: 'in-process', cloud }, BUCKET);
    const body = Buffer.from('hello');
    const crc32c = crc32cOf(body);
    const id = await storage.createUpload('a');
    const part = await storage.uploadPart('a', id, 1, body, crc32c);
    const whole = { bytes: 5, crc32c };
    assert.equal(await storage.completeUpload('a', id, [part], whole), 'stored');
  });
});

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
    'GET /?prefix=f%2F&uploads=',
    'GET /?key-marker=f%2Fa&prefix=f%2F&upload-id-marker=1&uploads=',
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

const truncated = (content: string) =>
  xmlReply('ListMultipartUploadsResult', `<IsTruncated>true</IsTruncated>${content}`);

test('a truncated list of uploads that names no next page is asked for again, then an error', async () => {
  const once = world(
    truncated(''),
    xmlReply('ListMultipartUploadsResult', `${LAST}${upload('f/a', '1')}`),
  );
  assert.deepEqual(await once.storage.openUploads('f/'), [{ key: 'f/a', uploadId: '1' }]);
  const always = world(truncated(''));
  await assert.rejects(always.storage.openUploads('f/'), {
    name: 'TimeoutError',
    message: /truncated and does not name its next page/,
  });
  assert.equal(always.asked().length, 6);
});

test('a list of uploads whose page names itself as its next ends', async () => {
  const marker = '<NextKeyMarker>f/a</NextKeyMarker><NextUploadIdMarker>1</NextUploadIdMarker>';
  const { storage, asked } = world(truncated(marker));
  await assert.rejects(storage.openUploads('f/'), { name: 'TimeoutError' });
  assert.equal(asked().length, 7);
});
