import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { s3Storage } from '../../../lambdas/aws/s3/s3-storage.ts';
import { type AwsReply, awsWire, s3Refusal } from '../../fakes/aws-wire.ts';

/** What this machine takes for the time. */
const SIGNED_AT = new Date('2026-03-01T03:00:00Z');

const skewed = (date: string): AwsReply => ({
  ...s3Refusal(403, 'RequestTimeTooSkewed'),
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

test('a clock that is off is put right by AWS’s own, once, and stays right', async (context) => {
  const { end, dates, waitsMilliseconds } = await readTwice(context, skewed(later(HOUR)), {}, {});
  assert.equal(end, 'read');
  assert.deepEqual(dates, ['20260301T030000Z', '20260301T040000Z', '20260301T040000Z']);
  assert.equal(waitsMilliseconds.length, 1);
});

test('a clock that is put right and is refused again is an error', async (context) => {
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
  const { end, dates } = await readTwice(context, s3Refusal(403, 'RequestTimeTooSkewed'));
  assert.deepEqual([end, dates.length], ['RequestTimeTooSkewed', 1]);
});
