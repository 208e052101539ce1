import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { s3Client, s3Storage } from '../../../../lambdas/aws/s3/s3-storage.ts';
import { type AwsReply, awsWire, s3ErrorReply, xmlReply } from '../../../fakes/aws-wire.ts';

const ORIGIN = 'https://lake.s3.us-east-1.amazonaws.com';

function world(...replies: AwsReply[]) {
  const { aws, ...wire } = awsWire(replies);
  return { ...wire, storage: s3Storage(aws, 'lake') };
}

test('an object is read with its ETag', async () => {
  const { storage, requests } = world({ body: 'hello', headers: { etag: '"e"' } });
  assert.deepEqual(await storage.read('exports/a.json'), { text: 'hello', etag: '"e"' });
  const [{ method, origin, path } = {}] = requests;
  assert.deepEqual([method, origin, path], ['GET', ORIGIN, '/exports/a.json?x-id=GetObject']);
});

test('an object that does not exist is undefined; any other failure is an error', async () => {
  assert.equal(await world(s3ErrorReply(404, 'NoSuchKey')).storage.read('a'), undefined);
  const denied = world(s3ErrorReply(403, 'AccessDenied')).storage.read('a');
  await assert.rejects(denied, { name: 'AccessDenied' });
  await assert.rejects(world(s3ErrorReply(404, 'NoSuchBucket')).storage.read('a'), {
    name: 'NoSuchBucket',
  });
});

test('a condition is sent as the header by which S3 decides', async () => {
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
  for (const answer of [s3ErrorReply(412, 'PreconditionFailed'), s3ErrorReply(404, 'NoSuchKey')])
    assert.equal(await world(answer).storage.put('a', 'b', { kind: 'if-absent' }), 'refused');
});

test('while another conditional write is in progress the call is made again, and not for ever', async () => {
  const { storage, requests } = world(s3ErrorReply(409, 'ConditionalRequestConflict'));
  await assert.rejects(storage.put('a', 'b', { kind: 'if-absent' }), {
    name: 'ConditionalRequestConflict',
  });
  assert.equal(requests.length, 6);
});

test('any other failed write is an error', async () => {
  for (const answer of [s3ErrorReply(503, 'SlowDown'), s3ErrorReply(409, 'OperationAborted')])
    await assert.rejects(world(answer).storage.put('a', 'b', { kind: 'if-absent' }));
});

test('a body is sent with the CRC-32C that is given, or with a CRC-32 (S8)', async () => {
  const { storage, requests } = world({});
  await storage.put('a', 'hello', undefined, 'mnG7TA==');
  await storage.put('a', 'hello');
  const sums = requests.map(({ headers }) => [
    headers['x-amz-checksum-crc32c'],
    headers['x-amz-checksum-crc32'],
  ]);
  assert.deepEqual(sums, [
    ['mnG7TA==', undefined],
    [undefined, 'NhCmhg=='],
  ]);
});

test('a body that was changed on the way is sent again (S8)', async () => {
  const { storage, requests } = world(s3ErrorReply(400, 'BadDigest'), {});
  assert.equal(await storage.put('a', 'hello'), 'stored');
  assert.equal(requests.length, 2);
});

test('a body is sent without a copy or a hash', async () => {
  const { storage, requests } = world({});
  const body = Buffer.alloc(64).subarray(8, 24);
  await storage.put('a', body, undefined, 'mnG7TA==');
  const sent = requests[0]?.body;
  assert.deepEqual(
    [sent?.buffer, sent?.byteOffset, sent?.length],
    [body.buffer, body.byteOffset, 16],
  );
  assert.equal(requests[0]?.headers['x-amz-content-sha256'], 'UNSIGNED-PAYLOAD');
});

test('a KMS key without permission fails at once, and the error has its ARN (S5)', async () => {
  const key = 'arn:aws:kms:us-east-1:000000000000:key/1';
  const message = `not authorized to perform: kms:GenerateDataKey on resource: ${key}`;
  const { storage, requests } = world(s3ErrorReply(403, 'AccessDenied', message));
  await assert.rejects(storage.put('a', 'hello'), {
    name: 'AccessDenied',
    message: `PutObject: AccessDenied: ${message}`,
  });
  assert.equal(requests.length, 1);
});

const page = (keys: string[], next?: string) =>
  xmlReply(
    'ListBucketResult',
    `<IsTruncated>${next !== undefined}</IsTruncated>${next ? `<NextContinuationToken>${next}</NextContinuationToken>` : ''}${keys.map((key) => `<Contents><Key>${key}</Key><Size>7</Size></Contents>`).join('')}`,
  );

test('a listing goes over all its pages', async () => {
  const { storage, requests } = world(page(['p/a', 'p/b'], 'more='), page(['p/c']));
  const found = await Readable.from(storage.list('p/')).toArray();
  assert.deepEqual(
    found,
    ['p/a', 'p/b', 'p/c'].map((key) => ({ key, bytes: 7 })),
  );
  assert.deepEqual(
    requests.map(({ path }) => path),
    ['/?list-type=2&prefix=p%2F', '/?continuation-token=more%3D&list-type=2&prefix=p%2F'],
  );
});

test('an empty listing is empty', async () => {
  assert.deepEqual(await Readable.from(world(page([])).storage.list('p/')).toArray(), []);
});

test('an answer that is no listing is an error, and not an empty one', async () => {
  const html = world({ body: '<html><body>hello</body></html>' });
  await assert.rejects(
    Readable.from(html.storage.list('p/')).toArray(),
    /did not answer with a listing/,
  );
});

const endless: [string, string][] = [
  ['no page', '<IsTruncated>true</IsTruncated>'],
  ['an empty page', '<IsTruncated>true</IsTruncated><NextContinuationToken/>'],
];
for (const [what, content] of endless)
  test(`a truncated listing that names ${what} as its next is asked for again, then an error`, async () => {
    const bad = xmlReply('ListBucketResult', content);
    const once = world(bad, page(['p/a']));
    const found = await Readable.from(once.storage.list('p/')).toArray();
    assert.deepEqual(
      found.map(({ key }) => key),
      ['p/a'],
    );
    const always = world(bad);
    await assert.rejects(Readable.from(always.storage.list('p/')).toArray(), {
      name: 'TimeoutError',
      message: /truncated and does not name its next page/,
    });
    assert.equal(always.requests.length, 6);
  });

test('a listing whose page names itself as its next ends', async () => {
  const { storage, requests } = world(page(['p/a'], 'same'), page(['p/a'], 'same'));
  await assert.rejects(Readable.from(storage.list('p/')).toArray(), { name: 'TimeoutError' });
  assert.equal(requests.length, 7);
});

test('an answer without an ETag is not accepted: it may be a proxy’s', async () => {
  const { storage } = world({ headers: {}, body: '<html>' });
  await assert.rejects(storage.read('a'), /without an ETag/);
  await assert.rejects(storage.put('a', 'hello'), /without an ETag/);
  await assert.rejects(storage.put('a', 'hello', undefined, 'mnG7TA=='), /without an ETag/);
});

test('the defaults of the SDK that a write relies on hold: whole bodies, checksums, no Expect (S10)', async () => {
  const { storage, requests } = world({});
  const large = Buffer.alloc(3 * 1024 ** 2);
  await storage.put('record', 'x'.repeat(large.length));
  await storage.put('file', large, undefined, 'mnG7TA==');
  await storage.uploadPart('file', 'u', 1, large, 'mnG7TA==');
  for (const { headers, body } of requests) {
    assert.equal(headers['content-length'], String(large.length));
    assert.equal(body.length, large.length);
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    for (const name of ['expect', 'transfer-encoding', 'content-encoding', 'x-amz-trailer'])
      assert.ok(!names.includes(name), name);
    assert.equal(names.filter((name) => /^x-amz-checksum-crc32c?$/.test(name)).length, 1);
  }
});

test('the SDK makes one attempt: whoever calls it decides about the next (S10)', async () => {
  const { aws, requests } = awsWire([s3ErrorReply(503, 'SlowDown')]);
  const client = s3Client(aws);
  await assert.rejects(client.send(new HeadBucketCommand({ Bucket: 'lake' })));
  assert.equal(requests.length, 1);
});

/** Where an object of a bucket is asked for: origin and path. */
async function askedAt(bucket: string, key: string, change: object, endpoint?: string) {
  const { aws, requests } = awsWire([{ body: 'x' }], endpoint);
  await s3Storage({ ...aws, config: { ...aws.config, ...change } }, bucket).read(key);
  const [{ origin, path } = {}] = requests;
  return `${origin}${path?.replace('?x-id=GetObject', '')}`;
}

for (const [what, bucket, change, url] of [
  ['a host of its own', 'lake', {}, 'https://lake.s3.us-east-1.amazonaws.com/a/b'],
  [
    'the path where a dot in its name would not fit the certificate',
    'lake.example',
    {},
    'https://s3.us-east-1.amazonaws.com/lake.example/a/b',
  ],
  ['China', 'lake', { region: 'cn-north-1' }, 'https://lake.s3.cn-north-1.amazonaws.com.cn/a/b'],
  ['FIPS', 'lake', { useFipsEndpoint: true }, 'https://lake.s3-fips.us-east-1.amazonaws.com/a/b'],
  [
    'both IPs',
    'lake',
    { useDualstackEndpoint: true },
    'https://lake.s3.dualstack.us-east-1.amazonaws.com/a/b',
  ],
  ['eusc', 'lake', { region: 'eusc-de-east-1' }, 'https://lake.s3.eusc-de-east-1.amazonaws.eu/a/b'],
  ['iso', 'lake', { region: 'us-iso-east-1' }, 'https://lake.s3.us-iso-east-1.c2s.ic.gov/a/b'],
] as const)
  test(`a bucket is asked at ${what}: ${url}`, async () => {
    assert.equal(await askedAt(bucket, 'a/b', change), url);
  });

test('on a custom endpoint the bucket is in the path', async () => {
  const url = await askedAt('lake', 'a', {}, 'http://localhost:4566/base/');
  assert.equal(url, 'http://localhost:4566/base/lake/a');
});

test('all of a key but its slashes is encoded as signatures are', async () => {
  const url = await askedAt('lake', "a=b/c d+(e)!'*~._-ä", {});
  assert.match(url, /\/a%3Db\/c%20d%2B%28e%29%21%27%2A~\._-%C3%A4$/);
});

for (const [name, variables] of [
  ['of S3', { AWS_ENDPOINT_URL_S3: 'http://localhost:1', AWS_ENDPOINT_URL: 'http://localhost:2' }],
  ['of all services', { AWS_ENDPOINT_URL: 'http://localhost:1' }],
] as const)
  test(`a variable names the endpoint ${name}, and the bucket is in its path`, async () => {
    Object.assign(process.env, variables);
    try {
      assert.equal(await askedAt('lake', 'a', {}), 'http://localhost:1/lake/a');
    } finally {
      for (const variable of Object.keys(variables)) delete process.env[variable];
    }
  });
