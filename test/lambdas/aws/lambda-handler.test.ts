import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Context } from 'aws-lambda';
import { lambdaHandler } from '../../../lambdas/aws/lambda-handler.ts';
import type { Log } from '../../../lambdas/runtime/log.ts';

const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'poll',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:poll',
  memoryLimitInMB: '256',
  awsRequestId: 'request-1',
  logGroupName: 'poll',
  logStreamName: 'poll',
  getRemainingTimeInMillis: () => 1000,
  done() {},
  fail() {},
  succeed() {},
};

type Word = { word: string };

/** As Lambda sets it on every function. */
process.env.AWS_REGION = 'us-east-1';

/** What a call writes to the function's log. */
async function logged(test: TestContext, call: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const keep = (text: string) => {
    lines.push(text);
    return true;
  };
  const writes = [process.stdout, process.stderr].map((to) => test.mock.method(to, 'write', keep));
  await call().finally(() => {
    for (const write of writes) write.mock.restore();
  });
  return lines.join('');
}

test('collaborators are made at the first call and used by the next', async (test) => {
  let made = 0;
  const handler = lambdaHandler(
    (deps: { n: number }) =>
      async ({ word }: Word) =>
        `${word} ${deps.n}`,
    () => {
      made += 1;
      return { n: made };
    },
  );
  assert.equal(made, 0);
  await logged(test, async () => {
    assert.equal(await handler({ word: 'a' }, context), 'a 1');
    assert.equal(await handler({ word: 'b' }, context), 'b 1');
  });
});

test('the log has the event’s name, its fields and the request, and not the input', async (test) => {
  const handler = lambdaHandler(
    ({ log }: { log: Log }) =>
      async (_: Word) => {
        log.info('poll.complete', { exportId: 'x' });
        log.warn('poll.slow', { exportId: 'y' });
        log.error('poll.failed', { exportId: 'z' });
        log.count('PublishedFiles', 3);
      },
    ({ log }) => ({ log }),
  );
  const text = await logged(test, () => handler({ word: 'marker' }, context));
  for (const part of ['poll.complete', 'poll.slow', 'poll.failed', '"exportId":"x"', 'request-1'])
    assert(text.includes(part), part);
  assert.match(text, /"PublishedFiles":3/);
  assert.doesNotMatch(text, /marker/);
});

test('a call without metrics logs no warning', async (test) => {
  const handler = lambdaHandler(
    () => async (_: Word) => {},
    () => ({}),
  );
  const warn = test.mock.method(console, 'warn', () => {});
  assert.doesNotMatch(await logged(test, () => handler({ word: 'a' }, context)), /metric/i);
  assert.equal(warn.mock.callCount(), 0);
});

test('the metrics of a call that fails are published', async (test) => {
  const handler = lambdaHandler(
    ({ log }: { log: Log }) =>
      async (_: Word) => {
        log.count('PublishedLines', 7);
        throw new RangeError('too long');
      },
    ({ log }) => ({ log }),
  );
  const text = await logged(test, () => assert.rejects(handler({ word: 'a' }, context)));
  assert.match(text, /"PublishedLines":7/);
});

test('an error is thrown unchanged: the state machine matches its name', async (test) => {
  const handler = lambdaHandler(
    () => async (_: Word) => {
      throw new RangeError('marker');
    },
    () => ({}),
  );
  const text = await logged(test, () =>
    assert.rejects(handler({ word: 'a' }, context), { name: 'RangeError' }),
  );
  assert.doesNotMatch(text, /marker/);
});
