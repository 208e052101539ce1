import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { connectAws } from '../../../../lambdas/aws/aws.ts';
import { putDirectly } from '../../../../lambdas/aws/s3/direct-put.ts';
import { s3Storage } from '../../../../lambdas/aws/s3/s3-storage.ts';
import { systemClock } from '../../../../lambdas/runtime/clock.ts';
import { rawServer } from '../../../fakes/raw-server.ts';
import { type Identity, trustedIdentity } from '../../../fakes/self-signed.ts';

const CREDENTIALS = { accessKeyId: 'test-client', secretAccessKey: 'test-client' };
const HELLO = Buffer.from('hello');
const CRC32C = 'mnG7TA==';

/** A request that arrived: the SDK's carry `x-id` in their query, a direct PUT's do not. */
type Arrived = Pick<IncomingMessage, 'headers'> & { url: string; body: Buffer };
type Answer = { status: number; headers?: Record<string, string>; body?: string };

const stored: Answer = { status: 200, headers: { etag: '"1"' } };
const refusal = (status: number, code: string): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>no</Message></Error>`,
});

/** Storage over an endpoint, whose data goes by direct PUT; what was waited between attempts. */
function storageOver(origin: string, sessionToken?: string) {
  const waits: number[] = [];
  const aws = connectAws(
    {
      region: 'eu-west-1',
      endpoint: origin,
      credentials: { ...CREDENTIALS, ...(sessionToken && { sessionToken }) },
      requestHandler: { connectionTimeout: 5000 },
    },
    { clock: { sleep: async (milliseconds) => void waits.push(milliseconds) }, random: () => 0.5 },
  );
  return { storage: s3Storage(aws, 'lake', putDirectly(systemClock)), waits };
}

/** S3 that answers in turn, the last answer for good. */
async function s3(t: TestContext, answers: Answer[], identity?: Identity) {
  const arrived: Arrived[] = [];
  const listener: RequestListener = async (request, response) => {
    const answer = answers[Math.min(arrived.length, answers.length - 1)] ?? stored;
    const { url = '', headers } = request;
    arrived.push({ url, headers, body: await buffer(request) });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  const server = identity ? createTlsServer(identity, listener) : createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.after(() => void server.close().closeAllConnections());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const origin = `${identity ? 'https' : 'http'}://127.0.0.1:${port}`;
  return { arrived, origin };
}

const put = (origin: string) => storageOver(origin).storage.put('a', HELLO, undefined, CRC32C);
const endOf = (sent: Promise<unknown>) => sent.catch((error: Error) => error.name);
const isDirect = ({ url }: Arrived) => !url.includes('x-id=');

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

/** Signature Version 4 as AWS's documentation has it, step by step. */
function signatureOf({ url, headers, body }: Arrived): string {
  const [path, query = ''] = url.split('?');
  const names = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const payload = headers['x-amz-content-sha256'];
  if (payload !== 'UNSIGNED-PAYLOAD') assert.equal(payload, sha256(body));
  const signed = names.split(';').map((name) => `${name}:${headers[name]}`);
  const canonical = ['PUT', path, query, ...signed, '', names, payload].join('\n');
  const time = `${headers['x-amz-date']}`;
  const scope = `${time.slice(0, 8)}/eu-west-1/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const hmac = (key: string | Buffer, data: string) =>
    createHmac('sha256', key).update(data).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${CREDENTIALS.secretAccessKey}`);
  return hmac(key, text).toString('hex');
}

const sentSignature = ({ headers }: Arrived) => headers.authorization?.split('Signature=')[1];

for (const identity of [undefined, trustedIdentity()])
  test(`over ${identity ? 'TLS' : 'plain http'} a direct PUT is signed as documented, with its checksum (S8)`, async (t) => {
    const { arrived, origin } = await s3(t, [stored], identity);
    const { storage } = storageOver(origin, 'session');
    const key = "fhir/a=b c+(d)!'*~ä.ndjson";
    assert.equal(await storage.put(key, HELLO, { kind: 'if-absent' }, CRC32C), 'stored');
    await storage.uploadPart(key, 'ä/+ ~', 2, HELLO, CRC32C);
    const [object, part] = arrived;
    assert.ok(object && part && arrived.every(isDirect));
    for (const each of arrived) {
      assert.equal(sentSignature(each), signatureOf(each));
      assert.equal(each.headers['x-amz-checksum-crc32c'], CRC32C);
      assert.equal(each.headers['x-amz-security-token'], 'session');
      const isUnsigned = each.headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD';
      assert.equal(isUnsigned, identity !== undefined);
    }
    assert.equal(object.url, '/lake/fhir/a%3Db%20c%2B%28d%29%21%27%2A~%C3%A4.ndjson');
    assert.equal(object.headers['if-none-match'], '*');
    assert.ok(part.url.endsWith('?partNumber=2&uploadId=%C3%A4%2F%2B%20~'), part.url);
  });

test('a part of several slices arrives whole over TLS', async (t) => {
  const { arrived, origin } = await s3(t, [stored], trustedIdentity());
  const body = Buffer.alloc(3 * 1024 ** 2 + 17, 'abcdefg').subarray(5);
  await storageOver(origin).storage.uploadPart('a', 'u', 1, body, CRC32C);
  assert.ok(arrived[0]?.body.equals(body));
});

test('a connection is used again', async (t) => {
  const server = await rawServer(t, [
    { bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: "1"\r\n\r\n' },
  ]);
  const { storage } = storageOver(server.origin);
  for (const key of ['a', 'b']) await storage.put(key, HELLO, undefined, CRC32C);
  assert.equal(server.connections(), 1);
});

for (const [status, code] of [
  [403, 'AccessDenied'],
  [400, 'InvalidRequest'],
  [404, 'NoSuchBucket'],
] as const)
  test(`${code} is answered to the SDK as well, which names it, and ends the call`, async (t) => {
    const { arrived, origin } = await s3(t, [refusal(status, code)]);
    assert.equal(await endOf(put(origin)), code);
    assert.deepEqual(arrived.map(isDirect), [true, false]);
  });

test('a condition that does not hold is refused (S7)', async (t) => {
  const { origin } = await s3(t, [refusal(412, 'PreconditionFailed')]);
  const { storage } = storageOver(origin);
  assert.equal(await storage.put('a', HELLO, { kind: 'if-absent' }, CRC32C), 'refused');
});

test('where S3 throttles, the next attempt waits and is the SDK’s (S1)', async (t) => {
  const { arrived, origin } = await s3(t, [refusal(503, 'SlowDown'), stored]);
  const { storage, waits } = storageOver(origin);
  assert.equal(await storage.put('a', HELLO, undefined, CRC32C), 'stored');
  assert.deepEqual(arrived.map(isDirect), [true, false]);
  assert.deepEqual(waits, [500]);
});

test('bytes that were changed on the way are sent again (S8)', async (t) => {
  const { arrived, origin } = await s3(t, [refusal(400, 'BadDigest'), stored]);
  assert.equal(await put(origin), 'stored');
  assert.deepEqual(
    arrived.map(({ body }) => body.toString()),
    ['hello', 'hello'],
  );
});

test('a success without an ETag is not accepted', async (t) => {
  const { origin } = await s3(t, [{ status: 200, body: '<html>' }]);
  assert.equal(await endOf(put(origin)), 'TimeoutError');
});

for (const [what, answer] of [
  ['closed without an answer', { bytes: '', ends: 'closed' }],
  ['reset', { bytes: '', ends: 'reset' }],
  [
    'cut in its answer',
    { bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok', ends: 'closed' },
  ],
  ['answered by what is no HTTP', { bytes: 'hello\r\n\r\n', ends: 'closed' }],
  [
    'answered by an upgrade',
    { bytes: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n' },
  ],
] as const)
  test(`a direct PUT whose connection is ${what} is sent again by the SDK (S1)`, async (t) => {
    const { origin } = await rawServer(t, [
      answer,
      { bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: "1"\r\nConnection: close\r\n\r\n' },
    ]);
    assert.equal(await put(origin), 'stored');
  });

test('a port without a listener is a TimeoutError (S1)', async () => {
  assert.equal(await endOf(put('http://127.0.0.1:9')), 'TimeoutError');
});

test('the SDK’s correction of the clock holds for direct PUTs', async (t) => {
  const date = new Date(Date.now() + 60 * 60 * 1000).toUTCString();
  const skewed = { ...refusal(403, 'RequestTimeTooSkewed'), headers: { date } };
  const { arrived, origin } = await s3(t, [
    skewed,
    skewed,
    { ...stored, headers: { etag: '"1"', date } },
  ]);
  const { storage } = storageOver(origin);
  for (const key of ['a', 'b'])
    assert.equal(await storage.put(key, HELLO, undefined, CRC32C), 'stored');
  assert.deepEqual(arrived.map(isDirect), [true, false, false, true]);
  const hours = arrived.map(({ headers }) => Number(`${headers['x-amz-date']}`.slice(9, 11)));
  assert.equal((Number(hours[0]) + 1) % 24, hours[3]);
});
