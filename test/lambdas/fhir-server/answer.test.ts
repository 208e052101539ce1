import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { readAnswer } from '../../../lambdas/fhir-server/answer.ts';
import { ConnectionFailed } from '../../../lambdas/http/http.ts';

const response = (body: Readable) => ({ status: 200, headers: { a: 'b' }, body });

test('an answer is read whole, with where it came from', async () => {
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

test('an answer that is cut short is a server that cannot be reached (P7)', async () => {
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

test('an answer that never ends is malformed, and not read on (M3, P15)', async () => {
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

test('a connection that failed is a server that cannot be reached (P4)', async () => {
  const failed = Promise.reject(new ConnectionFailed('a.example: no answer', true));
  await assert.rejects(readAnswer('https://a.example/x', failed), {
    name: 'ServerUnavailable',
    message: 'a.example: no answer',
  });
});

test('a request that was refused for another reason keeps that reason', async () => {
  const failed = Promise.reject(new RangeError('no'));
  await assert.rejects(readAnswer('https://a.example/x', failed), { name: 'RangeError' });
});
