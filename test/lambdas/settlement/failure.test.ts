import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureMessage, firstFailure } from '../../../lambdas/settlement/failure.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

const ofMap = { Error: 'States.ExceedToleratedFailureThreshold', Cause: 'too many' };
const units = [
  { Status: 'ABORTED', Name: 'unit-1' },
  { Status: 'FAILED', Name: 'unit-2', Error: 'FileRefused', Cause: 'the server answered 404' },
];

test('a failed map is reported by the failure of its unit', async () => {
  const storage = memoryStorage();
  await storage.put('exports/e/download/run/FAILED_0.json', JSON.stringify(units));
  assert.deepEqual(await firstFailure('e', ofMap, storage), {
    Error: 'FileRefused',
    Cause: 'the server answered 404',
  });
});

test('a failed map without results is reported unchanged', async () => {
  assert.deepEqual(await firstFailure('e', ofMap, memoryStorage()), ofMap);
});

test('another failure is reported unchanged, whatever the map left behind', async () => {
  const storage = memoryStorage();
  await storage.put('exports/e/download/run/FAILED_0.json', JSON.stringify(units));
  const other = { Error: 'PublishRefused', Cause: 'one receipt for two files' };
  assert.deepEqual(await firstFailure('e', other, storage), other);
});

for (const text of ['', '[{"Status"', '{}', '[{"Status":"FAILED"}]'])
  test(`a failed map whose results are ${text || 'empty'} is reported unchanged`, async () => {
    const storage = memoryStorage();
    await storage.put('exports/e/download/run/FAILED_0.json', text);
    assert.deepEqual(await firstFailure('e', ofMap, storage), ofMap);
  });

test('results of other exports and other files do not count', async () => {
  const storage = memoryStorage();
  const text = JSON.stringify(units);
  await storage.put('exports/e/plan/FAILED_0.json', text);
  await storage.put('exports/e0/download/run/FAILED_0.json', text);
  await storage.put('exports/e/download/run/manifest.json', text);
  assert.deepEqual(await firstFailure('e', ofMap, storage), ofMap);
});

const message = (Cause?: string) =>
  failureMessage(Cause === undefined ? { Error: 'x' } : { Error: 'x', Cause });

/** As Lambda reports an error of a Node.js function. */
const lambda = (errorMessage: string) =>
  JSON.stringify({
    errorType: 'FileTruncated',
    errorMessage,
    trace: ['FileTruncated: marker', '    at fetchFile (/var/task/marker.js:1:2)'],
  });

const cases: [string, string | undefined, string][] = [
  ['Lambda’s error', lambda('the file ended'), 'the file ended'],
  ['plain words', 'asked for by the API', 'asked for by the API'],
  ['nothing', undefined, ''],
  ['no words', '', ''],
  ['Lambda’s empty error', lambda(''), ''],
  ['other JSON', '{"a":1}', '{"a":1}'],
  ['a message with quotes', lambda('no source "acme"'), 'no source "acme"'],
  ['a message of two lines', lambda('a: wrong\nb: wrong'), 'a: wrong\nb: wrong'],
];
for (const [what, cause, expected] of cases)
  test(`the message of ${what} is ${JSON.stringify(expected)}`, () => {
    assert.equal(message(cause), expected);
  });

const traces: [string, string][] = [
  ['Lambda’s error', lambda('the file ended')],
  ['Lambda’s error that was cut', lambda('the file ended').slice(0, -20)],
  ['Lambda’s error that was cut in its trace', lambda('the file ended').slice(0, 90)],
  ['a trace in words', 'the file ended\n    at fetchFile (/var/task/marker.js:1:2)'],
  ['a trace in the message', lambda('the file ended\n    at fetchFile (/marker.js:1:2)')],
  [
    'an older runtime’s error that was cut',
    '{"errorMessage":"the file ended","stackTrace":["marker',
  ],
];
for (const [what, cause] of traces)
  test(`the message of ${what} has no stack trace`, () => {
    assert.match(message(cause), /the file ended/);
    assert.doesNotMatch(message(cause), /marker|trace/);
  });

test('a message has a thousand characters at most', () => {
  assert.equal(message('a'.repeat(5000)).length, 1000);
  assert.equal(message(lambda('a'.repeat(5000))).length, 1000);
});
