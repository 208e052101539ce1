import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { connectAws, socketHandler } from '../../../lambdas/aws/aws.ts';
import { s3Storage } from '../../../lambdas/aws/s3/s3-storage.ts';
import { type AwsReply, awsWire, connectionLost, s3ErrorReply } from '../../fakes/aws-wire.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { rawServer } from '../../fakes/raw-server.ts';
import { type Identity, trustedIdentity } from '../../fakes/self-signed.ts';

/** Puts an object over these answers: how that ends, in how many attempts, after which waits. */
async function putting(...replies: AwsReply[]) {
  const { aws, requests, waitsMilliseconds } = awsWire(replies);
  const end = await s3Storage(aws, 'lake')
    .put('a', 'hello')
    .catch((error: Error) => error.name);
  return { end, attempts: requests.length, waitsMilliseconds };
}

for (const [what, reply] of [
  ['SlowDown (S1)', s3ErrorReply(503, 'SlowDown')],
  ['a 503 without a body (S1)', { status: 503 }],
  ['a 500 (S1)', s3ErrorReply(500, 'InternalError')],
  ['a 429 (S1)', { status: 429 }],
  ['a request that came too slowly (S1)', s3ErrorReply(400, 'RequestTimeout')],
  ['a connection that was lost (S1)', connectionLost()],
  ['throttling by KMS (S6)', s3ErrorReply(400, 'ThrottlingException')],
] as const)
  test(`${what} is transient: the same buffer is sent again`, async () => {
    const { end, attempts } = await putting(reply, reply, {});
    assert.deepEqual({ end, attempts }, { end: 'stored', attempts: 3 });
  });

test('a call that stays throttled fails by its own name after six attempts, half a minute at most (S1)', async () => {
  const { end, attempts, waitsMilliseconds } = await putting(s3ErrorReply(503, 'SlowDown'));
  assert.deepEqual({ end, attempts }, { end: 'SlowDown', attempts: 6 });
  assert.deepEqual(waitsMilliseconds, [500, 1000, 2000, 4000, 8000]);
});

test('a connection that stays lost fails as TimeoutError, which the state machine matches', async () => {
  const { end, attempts } = await putting(connectionLost());
  assert.deepEqual({ end, attempts }, { end: 'TimeoutError', attempts: 6 });
});

for (const [code, status] of [
  ['AccessDenied', 403],
  ['NoSuchBucket', 404],
  ['InvalidRequest', 400],
  ['NotImplemented', 501],
] as const)
  test(`${code} is not transient: it fails at once`, async () => {
    const { end, attempts } = await putting(s3ErrorReply(status, code));
    assert.deepEqual({ end, attempts }, { end: code, attempts: 1 });
  });

test('an error of our own is not retried', async () => {
  const { end, attempts } = await putting(new RangeError('ours'));
  assert.deepEqual({ end, attempts }, { end: 'RangeError', attempts: 1 });
});

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: "1"\r\n\r\nok';

async function world(t: TestContext, identity?: Identity) {
  const server = await rawServer(t, [{ bytes: OK }], identity);
  const clock = manualClock();
  const aws = connectAws(
    {
      region: 'us-east-1',
      endpoint: server.origin,
      credentials: { accessKeyId: 'test-client', secretAccessKey: 'test-client' },
      requestHandler: socketHandler(clock),
    },
    { clock: { sleep: async () => {} }, random: () => 0.5 },
  );
  return { server, clock, storage: s3Storage(aws, 'lake') };
}

for (const identity of [undefined, trustedIdentity()])
  test(`a socket ${identity ? 'of TLS ' : ''}is used again, unless it idled while the function slept`, async (t) => {
    const { server, clock, storage } = await world(t, identity);
    for (const key of ['a', 'b']) assert.equal((await storage.read(key))?.text, 'ok');
    assert.equal(server.connections(), 1);
    clock.advance(60);
    assert.equal((await storage.read('c'))?.text, 'ok');
    assert.equal(server.connections(), 2);
  });

/** The time by the clock of this machine. */
const SIGNED_AT = new Date('2026-03-01T03:00:00Z');

const skewed = (date: string): AwsReply => ({
  ...s3ErrorReply(403, 'RequestTimeTooSkewed'),
  headers: { date },
});
const HOUR = 60 * 60 * 1000;
const later = (milliseconds: number) => new Date(SIGNED_AT.getTime() + milliseconds).toUTCString();

/** Reads an object twice over these answers: how that ends, and what was signed with which time. */
async function readTwice(context: TestContext, ...replies: AwsReply[]) {
  context.mock.timers.enable({ apis: ['Date'], now: SIGNED_AT });
  const { aws, requests, waitsMilliseconds } = awsWire(replies);
  const storage = s3Storage(aws, 'lake');
  const end = await Promise.resolve()
    .then(() => storage.read('a'))
    .then(() => storage.read('a'))
    .then(
      () => 'read',
      (error: Error) => error.name,
    );
  const dates = requests.map(({ headers }) => headers['x-amz-date']);
  return { end, dates, waitsMilliseconds };
}

test('a wrong clock is corrected by that of AWS once, and stays correct', async (context) => {
  const { end, dates, waitsMilliseconds } = await readTwice(context, skewed(later(HOUR)), {}, {});
  assert.equal(end, 'read');
  assert.deepEqual(dates, ['20260301T030000Z', '20260301T040000Z', '20260301T040000Z']);
  assert.equal(waitsMilliseconds.length, 1);
});

test('a clock that is refused again after its correction is an error', async (context) => {
  const { end, dates } = await readTwice(context, skewed(later(HOUR)));
  assert.equal(end, 'RequestTimeTooSkewed');
  assert.equal(dates.length, 2);
});

test('a refusal by a clock that agrees with ours is not about the clock', async (context) => {
  const { end, dates } = await readTwice(context, skewed(later(60 * 1000)));
  assert.equal(end, 'RequestTimeTooSkewed');
  assert.equal(dates.length, 1);
});

test('a refusal without a date is an error', async (context) => {
  const { end, dates } = await readTwice(context, s3ErrorReply(403, 'RequestTimeTooSkewed'));
  assert.deepEqual([end, dates.length], ['RequestTimeTooSkewed', 1]);
});
