import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureMessage } from '../../../lambdas/settlement/failure-message.ts';

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
  test(`of ${what} the message is ${JSON.stringify(expected)}`, () => {
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
  test(`of ${what} no stack trace is in the message`, () => {
    assert.match(message(cause), /the file ended/);
    assert.doesNotMatch(message(cause), /marker|trace/);
  });

test('a message has a thousand characters at most', () => {
  assert.equal(message('a'.repeat(5000)).length, 1000);
  assert.equal(message(lambda('a'.repeat(5000))).length, 1000);
});
