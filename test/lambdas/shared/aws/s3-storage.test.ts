import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Storage } from '../../../../lambdas/shared/aws/s3-storage.ts';
import { type SdkAnswer, sdkWire } from '../../../fakes/sdk-wire.ts';

function world(...answers: SdkAnswer[]) {
  const { requests, config } = sdkWire(answers);
  const client = new S3Client({ ...config, forcePathStyle: true });
  return { requests, storage: s3Storage(client, 'lake') };
}

const failing = (status: number, code: string): SdkAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
});

test('an object is read with its ETag', async () => {
  const { storage, requests } = world({ body: 'hello', headers: { etag: '"e"' } });
  assert.deepEqual(await storage.read('exports/a.json'), { text: 'hello', etag: '"e"' });
  assert.deepEqual([requests[0]?.method, requests[0]?.path], ['GET', '/lake/exports/a.json']);
});

test('an object that is not there is undefined; every other error is one', async () => {
  assert.equal(await world(failing(404, 'NoSuchKey')).storage.read('a'), undefined);
  const denied = world(failing(403, 'AccessDenied')).storage.read('a');
  await assert.rejects(denied, { name: 'AccessDenied' });
  await assert.rejects(world(failing(404, 'NoSuchBucket')).storage.read('a'), {
    name: 'NoSuchBucket',
  });
});

test('a condition goes along as the header that S3 decides by', async () => {
  const { storage, requests } = world({});
  assert.equal(await storage.put('a', 'hello'), 'stored');
  assert.equal(await storage.put('a', 'hello', { kind: 'if-absent' }), 'stored');
  assert.equal(await storage.put('a', 'hello', { kind: 'if-match', etag: '"e"' }), 'stored');
  const conditions = requests.map(({ headers }) => [headers['if-none-match'], headers['if-match']]);
  assert.deepEqual(conditions, [
    [undefined, undefined],
    ['*', undefined],
    [undefined, '"e"'],
  ]);
});

test('a condition that does not hold, or has nothing to match, is refused', async () => {
  for (const answer of [failing(412, 'PreconditionFailed'), failing(404, 'NoSuchKey')])
    assert.equal(await world(answer).storage.put('a', 'b', { kind: 'if-absent' }), 'refused');
});

test('while another writer is deciding it is asked again, and not for ever', async () => {
  const { storage, requests } = world(failing(409, 'ConditionalRequestConflict'));
  await assert.rejects(storage.put('a', 'b', { kind: 'if-absent' }), {
    name: 'ConditionalRequestConflict',
  });
  assert.equal(requests.length, 5);
});

test('any other failed write is an error', async () => {
  for (const answer of [failing(503, 'SlowDown'), failing(409, 'OperationAborted')])
    await assert.rejects(world(answer).storage.put('a', 'b', { kind: 'if-absent' }));
});

const page = (keys: string[], next?: string) => ({
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><ListBucketResult>${next ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${next}</NextContinuationToken>` : ''}${keys.map((key) => `<Contents><Key>${key}</Key><Size>7</Size></Contents>`).join('')}</ListBucketResult>`,
});

test('a listing goes over all its pages', async () => {
  const { storage, requests } = world(page(['p/a', 'p/b'], 'more'), page(['p/c']));
  const found = await Readable.from(storage.list('p/')).toArray();
  assert.deepEqual(
    found,
    ['p/a', 'p/b', 'p/c'].map((key) => ({ key, bytes: 7 })),
  );
  assert.deepEqual(
    requests.map(({ query }) => [query.prefix, query['continuation-token']]),
    [
      ['p/', undefined],
      ['p/', 'more'],
    ],
  );
});

test('an empty listing is empty', async () => {
  assert.deepEqual(await Readable.from(world(page([])).storage.list('p/')).toArray(), []);
});
