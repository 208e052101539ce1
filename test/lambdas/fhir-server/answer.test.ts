import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { readAnswer } from '../../../lambdas/fhir-server/answer.ts';
import { ConnectionFailed } from '../../../lambdas/http/http.ts';

const response = (body: Readable) => ({ status: 200, headers: { a: 'b' }, body });

test('a response is read to its end, with its URL', async () => {
  const answer = await readAnswer(
    'https://a.example/x',
    response(Readable.from([Buffer.from('a')])),
  );
  assert.deepEqual(answer, {
    status: 200,
    headers: { a: 'b' },
    text: 'a',
    url: 'https://a.example/x',
  });
});

test('a truncated response is ServerUnavailable (P7)', async () => {
  const body = Readable.from(
    (function* () {
      yield Buffer.from('{"a":');
      throw new Error('aborted');
    })(),
  );
  await assert.rejects(readAnswer('https://a.example/x', response(body)), {
    name: 'ServerUnavailable',
    message: 'the answer was cut short',
  });
});

test('an endless response is StatusMalformed, and reading stops (M3, P15)', async () => {
  const chunk = Buffer.alloc(16 * 1024 ** 2, 'a');
  let given = 0;
  const body = Readable.from(
    (function* () {
      for (; given < 100; given += 1) yield chunk;
    })(),
  );
  await assert.rejects(readAnswer('https://a.example/x', response(body)), {
    name: 'StatusMalformed',
  });
  assert(given < 20);
});

test('a failed connection is ServerUnavailable (P4)', async () => {
  const failed = Promise.reject(new ConnectionFailed('a.example: no answer', true));
  await assert.rejects(readAnswer('https://a.example/x', failed), {
    name: 'ServerUnavailable',
    message: 'a.example: no answer',
  });
});

test('any other error is thrown unchanged', async () => {
  const failed = Promise.reject(new RangeError('no'));
  await assert.rejects(readAnswer('https://a.example/x', failed), { name: 'RangeError' });
});
